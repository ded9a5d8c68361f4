internal import Glibc

/// A file to which whole entries are added at the end; it closes itself.
public struct AppendOnlyFile: ~Copyable, Sendable {
  private let descriptor: Descriptor

  /// Opens a file for appending, and creates it if it is not there.
  public init(_ path: String, mode: UInt32 = 0o600) throws(SystemError) {
    descriptor = try Descriptor(opening: path, O_WRONLY | O_CREAT | O_APPEND, mode: mode)
  }

  /// Bytes in the file now.
  public func size() throws(SystemError) -> Int { try descriptor.size() }

  /// Adds an entry.
  ///
  /// If not all of it fits, the file keeps its old length. A process that is killed meanwhile may leave a part of the entry at the end.
  public func append(_ bytes: [UInt8]) throws(SystemError) {
    let before = try descriptor.size()
    do throws(SystemError) {
      try bytes.withBytes { (buffer) throws(SystemError) in try descriptor.write(buffer) }
    } catch {
      ftruncate(descriptor.number, off_t(before))
      throw error
    }
  }
}
