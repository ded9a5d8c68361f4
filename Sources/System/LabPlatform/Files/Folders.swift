internal import CLabPlatform
internal import Glibc

extension Files {
  /// Creates a folder; its parent must exist, and it must not.
  public static func createFolder(_ path: String, mode: UInt32 = 0o755) throws(SystemError) {
    guard mkdir(path, mode_t(mode)) == 0 else { throw .last("mkdir", path) }
  }

  /// Creates a folder and those above it, as far as they are missing.
  public static func createFolders(_ path: String, mode: UInt32 = 0o755) throws(SystemError) {
    if path.isEmpty || isFolder(path) { return }
    if let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), slash != path.startIndex {
      try createFolders(String(path[..<slash]), mode: mode)
    }
    guard mkdir(path, mode_t(mode)) == 0 || (errno == EEXIST && isFolder(path)) else {
      throw .last("mkdir", path)
    }
  }

  /// Names in a folder, sorted by their bytes, without `.` and `..`.
  public static func list(_ path: String) throws(SystemError) -> [String] {
    guard let folder = opendir(path) else { throw .last("opendir", path) }
    defer { closedir(folder) }
    var names: [[UInt8]] = []
    while true {
      errno = 0
      guard let entry = readdir(folder) else { break }
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in Array(bytes.prefix { $0 != 0 }) }
      if name != Array(".".utf8) && name != Array("..".utf8) { names.append(name) }
    }
    guard errno == 0 else { throw .last("readdir", path) }
    names.sort { $0.lexicographicallyPrecedes($1) }
    return names.map { String(decoding: $0, as: UTF8.self) }
  }

  /// Removes a file, or a folder with all that is in it.
  ///
  /// Links are removed, not followed. Nothing there is no error.
  public static func removeTree(_ path: String) throws(SystemError) {
    if unlink(path) == 0 || errno == ENOENT { return }
    // Linux says EISDIR for a folder, POSIX EPERM.
    guard errno == EISDIR || errno == EPERM else { throw .last("unlink", path) }
    for name in try list(path) { try removeTree("\(path)/\(name)") }
    guard rmdir(path) == 0 || errno == ENOENT else { throw .last("rmdir", path) }
  }

  /// What kind of file system there is at a path, and how much fits.
  static func fileSystem(at path: String) throws(SystemError) -> (isMemory: Bool, freeBytes: UInt64) {
    var isMemory: Int32 = 0
    var freeBytes: UInt64 = 0
    let code = lab_file_system(path, &isMemory, &freeBytes)
    guard code == 0 else { throw SystemError(call: "statfs", code: code, subject: path) }
    return (isMemory != 0, freeBytes)
  }
}
