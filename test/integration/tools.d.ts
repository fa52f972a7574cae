export declare const DEBIAN_ROOT: {readonly folder: string; readonly options: readonly string[]};
