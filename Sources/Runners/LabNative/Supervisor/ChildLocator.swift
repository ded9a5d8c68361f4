import LabPlatform

/// Finds the program that a native run happens in.
package enum ChildLocator {
  package static let name = "synclab-child"
  package static let variable = "SYNCLAB_CHILD"

  /// Its path: what SYNCLAB_CHILD says, else beside the running executable.
  package static func find() throws(NativeError) -> String {
    if let path = Environment.variable(variable), !path.isEmpty {
      guard Files.isFile(path) else { throw .childNotFound([path]) }
      return path
    }
    let executable: String
    do throws(SystemError) { executable = try Environment.executablePath() } catch { throw .system(error) }
    let folder = executable.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
      separator: "/")
    let path = "\(folder)/\(name)"
    guard Files.isFile(path) else { throw .childNotFound([path]) }
    return path
  }
}
