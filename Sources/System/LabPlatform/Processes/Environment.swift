internal import CLabPlatform
internal import Glibc

/// What the process was given by its starter.
public enum Environment {
  /// An environment variable, nil if it is not set.
  public static func variable(_ name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    return String(cString: value)
  }

  /// The working directory.
  public static func currentFolder() throws(SystemError) -> String {
    guard let path = getcwd(nil, 0) else { throw .last("getcwd") }
    defer { free(path) }
    return String(cString: path)
  }

  /// The file this process was started from.
  public static func executablePath() throws(SystemError) -> String {
    let link = "/proc/self/exe"
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = buffer.withUnsafeMutableBytes { readlink(link, $0.baseAddress!, $0.count) }
    guard count >= 0 else { throw .last("readlink", link) }
    return String(decoding: buffer[..<count], as: UTF8.self)
  }

  /// All variables as `NAME=value`, in the order of the process.
  static func all() -> [String] {
    var result: [String] = []
    guard var next = lab_environment() else { return result }
    while let entry = next.pointee {
      result.append(String(cString: entry))
      next += 1
    }
    return result
  }
}

extension Environment {
  /// Ends the process with a code, at once: nothing is flushed but what C keeps.
  public static func exit(_ code: Int32) -> Never { Glibc.exit(code) }
}
