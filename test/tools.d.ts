export declare const OLD_NODE: {readonly folder: string; readonly spec: string; readonly file: string};
