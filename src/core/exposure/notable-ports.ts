import type { Range } from './rule.ts';

/**
 * Administrative: access gives control of the machine. Database: access gives the data. Web: services that are usually
 * public.
 */
export type PortKind = 'administrative' | 'database' | 'web';

export interface NotablePorts {
  kind: PortKind;
  name: string;
  /** 6 is TCP, 17 is UDP (IANA protocol numbers). */
  protocol: 6 | 17;
  ports: Range;
}

const TCP = 6;
const UDP = 17;

const entry = (
  kind: PortKind,
  name: string,
  protocol: 6 | 17,
  first: number,
  last = first,
): NotablePorts => ({
  kind,
  name,
  protocol,
  ports: { first, last },
});

/**
 * The ports that decide a finding's severity, the guard preset and the audit's exposure matrix. Numbers
 * are the registered or default ones (IANA Service Name and Port Number Registry, and the products' own
 * defaults where they differ from it). docs/severity.md lists them and is tested against this table.
 */
export const NOTABLE_PORTS: readonly NotablePorts[] = [
  entry('administrative', 'SSH', TCP, 22),
  entry('administrative', 'Telnet', TCP, 23),
  entry('administrative', 'Windows RPC', TCP, 135),
  entry('administrative', 'NetBIOS', TCP, 137, 139),
  entry('administrative', 'SNMP', UDP, 161),
  entry('administrative', 'SMB', TCP, 445),
  entry('administrative', 'rexec, rlogin, rsh', TCP, 512, 514),
  entry('administrative', 'Docker', TCP, 2375, 2376),
  entry('administrative', 'RDP', TCP, 3389),
  entry('administrative', 'RDP', UDP, 3389),
  entry('administrative', 'VNC', TCP, 5900, 5903),
  entry('administrative', 'WinRM', TCP, 5985, 5986),
  entry('administrative', 'Kubernetes API', TCP, 6443),
  entry('administrative', 'kubelet', TCP, 10250),
  entry('database', 'SQL Server', TCP, 1433, 1434),
  entry('database', 'SQL Server', UDP, 1434),
  entry('database', 'Oracle', TCP, 1521),
  entry('database', 'ZooKeeper', TCP, 2181),
  entry('database', 'etcd', TCP, 2379, 2380),
  entry('database', 'MySQL', TCP, 3306),
  entry('database', 'PostgreSQL', TCP, 5432),
  entry('database', 'Redshift', TCP, 5439),
  entry('database', 'CouchDB', TCP, 5984),
  entry('database', 'Redis', TCP, 6379),
  entry('database', 'Cassandra', TCP, 7000, 7001),
  entry('database', 'Neo4j', TCP, 7687),
  entry('database', 'Cassandra', TCP, 9042),
  entry('database', 'Kafka', TCP, 9092),
  entry('database', 'Elasticsearch', TCP, 9200),
  entry('database', 'Elasticsearch', TCP, 9300),
  entry('database', 'Memcached', TCP, 11211),
  entry('database', 'Memcached', UDP, 11211),
  entry('database', 'MongoDB', TCP, 27017, 27019),
  entry('database', 'Db2', TCP, 50000),
  entry('web', 'HTTP', TCP, 80),
  entry('web', 'HTTPS', TCP, 443),
  entry('web', 'HTTP/3', UDP, 443),
];

/** Returns the ports of one kind and protocol in the rule grammar: `22,23,135,137-139`. */
export function portList(kind: PortKind, protocol: 6 | 17): string {
  return NOTABLE_PORTS.filter((row) => row.kind === kind && row.protocol === protocol)
    .map(({ ports }) => (ports.first === ports.last ? `${ports.first}` : `${ports.first}-${ports.last}`))
    .join(',');
}
