/** What every report has. */
export interface Report {
  /** `secgroup-monitor/<report>/1` */
  schema: string;
}
