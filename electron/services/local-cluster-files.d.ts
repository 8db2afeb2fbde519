/** What the studio keeps beside its local cluster, in the home folder. */
interface LocalClusterFiles {
    /** The port of its last run: jobs name their cluster by its URI, so it should not change. */
    readonly port: string;
    /** The bearer token that it asks for while it runs, as text, so that a script can read it. */
    readonly token: string;
}
/** Where they are. */
export declare function localClusterFiles(homeFolder: string): LocalClusterFiles;
/** The port written last; 0 (any) if there is none. */
export declare function readPort(path: string): number;
/** Remembers a port for the next start. */
export declare function writePort(path: string, port: number): void;
/** Writes the token for the programs of this user; removed when the cluster stops. */
export declare function writeToken(path: string, token: string): void;
/** Removes one of the files. */
export declare function forget(path: string): void;
/**
 * The token for a cluster on this machine: of the studio's own, if it runs at this address, or else the one that the
 * environment names. Undefined if there is none, and for every other address.
 */
export declare function tokenOfLocalCluster(homeFolder: string, clusterUri: string, environment: NodeJS.ProcessEnv): string | undefined;
export {};
