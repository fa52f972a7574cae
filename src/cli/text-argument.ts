import {custom} from '@oclif/core/args';

/** An argument that its command reads for itself. */
export const textArgument = custom<string>({ignoreStdin: true, parse: async text => text});
