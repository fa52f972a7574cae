export declare const MERMAID: {readonly folder: string; readonly spec: string; readonly file: string};
export declare const KUBERNETES: {readonly folder: string; readonly spec: string; readonly file: string};
export declare const DEBIAN_ROOT: {readonly folder: string; readonly options: readonly string[]};
export declare const CI_SYSTEMS: {
  readonly folder: string;
  readonly spec: readonly string[];
  readonly file: string;
};
export declare const PM2: {readonly folder: string; readonly spec: string; readonly file: string};
export declare const RUNTIMES: {
  readonly folder: string;
  readonly spec: readonly string[];
  readonly file: string;
  readonly bun: string;
};
