internal import Glibc

extension Files {
  /// Creates a file with these bytes as a whole, and never touches one that is there.
  ///
  /// Errors: whatever keeps it from being written; then there is no file.
  /// - Parameters:
  ///   - bytes: What is to be in the file.
  ///   - path: Where nothing must be yet, not even a dangling link.
  /// - Returns: False if there was something at the path.
  /// - Throws: The call that failed.
  public static func create(_ bytes: [UInt8], at path: String) throws(SystemError) -> Bool {
    let temporary = "\(path).\(getpid())-\(CurrentThread.id).new"
    try write(bytes, to: temporary)
    defer { unlink(temporary) }
    // Unlike a rename, a new link never replaces anything.
    if link(temporary, path) == 0 { return true }
    if errno == EEXIST { return false }
    throw .last("link", path)
  }

  /// The permission bits of a file.
  public static func permissions(_ path: String) throws(SystemError) -> UInt32 {
    var status = stat()
    guard stat(path, &status) == 0 else { throw .last("stat", path) }
    return UInt32(status.st_mode & 0o7777)
  }
}

extension SystemError {
  /// The error number for "there is something of that name already".
  public static var exists: Int32 { EEXIST }

  /// Whether a file was larger than the reader allowed.
  public var isTooLarge: Bool { code == EFBIG }
}
