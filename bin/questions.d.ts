export declare function questionsAbout(pid: string): Readonly<Record<string, readonly string[]>>;
