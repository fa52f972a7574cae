/** Made by bin/report-assets.js. */
declare module 'procdoc:report-assets' {
  /** The script of the page, and its hash as a Content-Security-Policy names it: "sha256-…". */
  export const script: string;
  export const scriptHash: string;
  export const style: string;
  export const styleHash: string;
}
