/** The members that every report has. */
export interface CommandReport {
  /** `secgroup-monitor/<report>/1` */
  schema: string;
}
