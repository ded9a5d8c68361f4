internal import CLabPlatform
internal import Glibc

/// A file in memory, shared with everybody who maps it, and still there when this process is killed.
///
/// Space is allocated before it is touched: a full file system is an error of `create` or `grow`, never a
/// SIGBUS. The address range of the largest size is reserved at once, so that pointers stay valid when the file
/// grows. The mapping ends with the object.
///
/// Thread safety: the bytes are whatever the users make of them; `grow` belongs to one thread at a time.
public final class MappedFile: @unchecked Sendable {
  /// Where the file is.
  public let path: String
  /// First byte; stays where it is.
  public let address: UnsafeMutableRawPointer
  /// The most bytes the file can grow to.
  public let reserved: Int
  /// Bytes that may be touched.
  public private(set) var size: Int
  private let descriptor: Descriptor

  private init(
    _ descriptor: consuming Descriptor, size: Int, reserved: Int, protection: Int32
  ) throws(SystemError) {
    path = descriptor.path
    let length = max(reserved, size, 1)
    let result = mmap(nil, length, protection, MAP_SHARED, descriptor.number, 0)
    guard let result, result != MAP_FAILED else { throw .last("mmap", descriptor.path) }
    address = result
    self.reserved = length
    self.size = size
    self.descriptor = descriptor
  }

  deinit { munmap(address, reserved) }

  /// Creates a file of zeroes; an old one is replaced by a new file.
  ///
  /// Errors: ENOSPC when the file system is full; nothing is left behind.
  /// - Parameters:
  ///   - path: Where.
  ///   - size: Bytes, allocated at once.
  ///   - reserve: The most bytes it may grow to.
  ///   - mode: What the file permits, before the umask.
  /// - Returns: The mapped file.
  /// - Throws: The call that failed.
  public static func create(
    at path: String, size: Int, reserve: Int = 0, mode: UInt32 = 0o600
  ) throws(SystemError) -> MappedFile {
    try Files.remove(path)
    let file = try Descriptor(opening: path, O_RDWR | O_CREAT | O_EXCL, mode: mode)
    do throws(SystemError) {
      try allocate(file.number, path, from: 0, to: size)
      return try MappedFile(file, size: size, reserved: reserve, protection: PROT_READ | PROT_WRITE)
    } catch {
      unlink(path)
      throw error
    }
  }

  /// Opens an existing file for reading and writing, at its present size; it may grow to `reserve` bytes.
  public static func open(at path: String, reserve: Int = 0) throws(SystemError) -> MappedFile {
    let file = try Descriptor(opening: path, O_RDWR)
    let size = try file.size()
    // Somebody may have made it with holes.
    try allocate(file.number, path, from: 0, to: size)
    return try MappedFile(file, size: size, reserved: reserve, protection: PROT_READ | PROT_WRITE)
  }

  /// Opens an existing file for reading only, at its present size.
  ///
  /// Nobody may cut it short while it is mapped. With a `count` only so many bytes from the start are mapped;
  /// a shorter file is then the error EINVAL.
  public static func openForReading(
    at path: String, count: Int? = nil
  ) throws(SystemError) -> MappedFile {
    let file = try Descriptor(opening: path, O_RDONLY)
    let size = try file.size()
    if let count, size < count { throw SystemError(call: "mmap", code: EINVAL, subject: path) }
    return try MappedFile(file, size: count ?? size, reserved: 0, protection: PROT_READ)
  }

  /// Makes more bytes usable; they are zero.
  ///
  /// Never shrinks. Errors: EFBIG beyond the reserved range, ENOSPC when the file system is full; the file is as before.
  public func grow(to newSize: Int) throws(SystemError) {
    guard newSize > size else { return }
    guard newSize <= reserved else { throw SystemError(call: "grow", code: EFBIG, subject: path) }
    try MappedFile.allocate(descriptor.number, path, from: size, to: newSize)
    size = newSize
  }

  /// Makes a part of the file present for writing now, so that touching it costs no page fault later.
  ///
  /// A range that goes beyond the usable bytes is cut to them. Does nothing where the kernel cannot.
  public func prefault(from offset: Int = 0, count: Int? = nil) {
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let start = max(0, min(offset, size)) / page * page
    let end = min(size, count.map { offset + $0 } ?? size)
    guard end > start else { return }
    if lab_populate(address + start, end - start) == 0 { return }
    for position in stride(from: start, to: end, by: page) {
      // Reading maps the page at least; writing could undo what another process stores there.
      _ = (address + position).load(as: UInt8.self)
    }
  }

  private static func allocate(
    _ number: Int32, _ path: String, from start: Int, to end: Int
  ) throws(SystemError) {
    guard end > start else { return }
    var code: Int32
    repeat { code = posix_fallocate(number, off_t(start), off_t(end - start)) } while code == EINTR
    guard code == 0 else { throw SystemError(call: "fallocate", code: code, subject: path) }
  }
}
