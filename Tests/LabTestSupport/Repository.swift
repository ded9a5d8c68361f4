import LabPlatform

/// Where the tests find what belongs to the repository.
public enum Repository {
  /// The repository's folder: three levels above this file.
  public static func root(_ file: String = #filePath) -> String {
    file.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
  }

  /// A file or folder of the repository.
  public static func path(_ relative: String) -> String { "\(root())/\(relative)" }

  /// An executable product that is a dependency of the test target: it lies beside the test program.
  public static func program(_ name: String) throws -> String {
    let test = try Environment.executablePath()
    let folder = test.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
      separator: "/")
    let path = "\(folder)/\(name)"
    if Files.isFile(path) { return path }
    throw SystemError(call: "find helper program", code: 2, subject: path)
  }
}
