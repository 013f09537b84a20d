export interface FileEntry {
  /** Path relative to the listed folder, '/' as separator. */
  readonly path: string;
  readonly absolute: string;
  readonly bytes: number;
  readonly modified: Date;
}

/** Reading of source files. All names are checked against path traversal; symbolic links are not followed. */
export interface Files {
  list(dir: string, options?: { readonly extensions?: readonly string[] }): Promise<readonly FileEntry[]>;
  /** GatewayError FILE_NOT_FOUND, FILE_UNREADABLE, FILE_TOO_LARGE. */
  read(path: string, options?: { readonly maxBytes?: number }): Promise<Uint8Array>;
}
