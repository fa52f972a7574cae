export declare const MERMAID: {readonly folder: string; readonly spec: string; readonly file: string};
export declare const OLD_NODE: {readonly folder: string; readonly spec: string; readonly file: string};
