internal import Glibc

/// Files and folders, by path.
public enum Files {
  /// All bytes of a file; also of one without a size of its own, such as a pipe or a file of `/proc`.
  ///
  /// A file of more than `limit` bytes is the error EFBIG.
  public static func read(_ path: String, limit: Int = 1 << 30) throws(SystemError) -> [UInt8] {
    let file = try Descriptor(opening: path, O_RDONLY)
    let expected = try file.size()
    guard expected <= limit else { throw SystemError(call: "read", code: EFBIG, subject: path) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(expected)
    var piece = [UInt8](repeating: 0, count: min(max(expected + 1, 4096), 1 << 20))
    while true {
      let count = try piece.withMutableBytes { (buffer) throws(SystemError) in
        try file.read(into: buffer, at: nil)
      }
      if count == 0 { return bytes }
      guard bytes.count + count <= limit else { throw SystemError(call: "read", code: EFBIG, subject: path) }
      bytes += piece[..<count]
    }
  }

  /// Replaces a file as a whole: a reader sees the old bytes or the new, never a part.
  ///
  /// The new bytes are not forced to the disk: a machine that crashes may lose them. `mode` is what the new
  /// file permits, before the umask.
  public static func write(_ bytes: [UInt8], to path: String, mode: UInt32 = 0o644) throws(SystemError) {
    let temporary = "\(path).\(getpid())-\(CurrentThread.id).part"
    do throws(SystemError) {
      let file = try Descriptor(opening: temporary, O_WRONLY | O_CREAT | O_TRUNC, mode: mode)
      try bytes.withBytes { (buffer) throws(SystemError) in try file.write(buffer) }
    } catch {
      unlink(temporary)
      throw SystemError(call: error.call, code: error.code, subject: path)
    }
    guard rename(temporary, path) == 0 else {
      let error = SystemError.last("rename", path)
      unlink(temporary)
      throw error
    }
  }

  /// Removes one file; one that does not exist is no error.
  public static func remove(_ path: String) throws(SystemError) {
    guard unlink(path) == 0 || errno == ENOENT else { throw .last("unlink", path) }
  }

  /// Whether there is anything at a path.
  ///
  /// A link counts by what it leads to.
  public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Whether there is a folder at a path.
  public static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether there is a plain file at a path.
  public static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// The absolute path without links and dots.
  public static func canonicalPath(_ path: String) throws(SystemError) -> String {
    guard let resolved = realpath(path, nil) else { throw .last("realpath", path) }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// Bytes that this user can still write to the file system there.
  public static func freeBytes(at path: String) throws(SystemError) -> UInt64 {
    try fileSystem(at: path).freeBytes
  }
}
