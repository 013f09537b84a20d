export interface FileEntry {
  /** Path relative to the listed folder, '/' as separator. */
  readonly path: string;
  readonly absolute: string;
  readonly bytes: number;
  readonly modified: Date;
}

export type PathKind = 'file' | 'folder' | 'archive';

/** Reading of source files. All names are checked against path traversal; symbolic links are not followed. */
export interface Files {
  /** `archive`: a file whose name ends in .zip. GatewayError FILE_NOT_FOUND, FILE_UNREADABLE. */
  kind(path: string): Promise<PathKind>;
  list(dir: string, options?: { readonly extensions?: readonly string[] }): Promise<readonly FileEntry[]>;
  /** GatewayError FILE_NOT_FOUND, FILE_UNREADABLE, FILE_TOO_LARGE. */
  read(path: string, options?: { readonly maxBytes?: number }): Promise<Uint8Array>;
}
