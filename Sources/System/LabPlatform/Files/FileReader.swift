internal import Glibc

/// A file opened for reading at any position; it closes itself.
///
/// Unlike a mapping it survives somebody cutting the file short meanwhile: the read just ends earlier.
public struct FileReader: ~Copyable, Sendable {
  private let descriptor: Descriptor

  /// Opens a file.
  public init(_ path: String) throws(SystemError) { descriptor = try Descriptor(opening: path, O_RDONLY) }

  /// Bytes in the file now.
  public func size() throws(SystemError) -> Int { try descriptor.size() }

  /// Fills a buffer from a position of the file, and tells how many bytes it got.
  ///
  /// Less than the buffer holds only at the end of the file.
  public func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(SystemError) -> Int {
    var done = 0
    while done < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
      let count = try descriptor.read(into: rest, at: offset + done)
      if count == 0 { break }
      done += count
    }
    return done
  }

  /// Bytes from a position of the file, fewer at its end.
  public func read(count: Int, at offset: Int) throws(SystemError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let done = try bytes.withMutableBytes { (buffer) throws(SystemError) in
      try read(into: buffer, at: offset)
    }
    bytes.removeLast(count - done)
    return bytes
  }
}
