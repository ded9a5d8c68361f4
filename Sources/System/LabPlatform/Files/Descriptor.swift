internal import Glibc

/// An open file that closes itself, and closes on exec.
struct Descriptor: ~Copyable {
  let number: Int32
  /// For error messages.
  let path: String

  init(adopting number: Int32, path: String) {
    self.number = number
    self.path = path
  }

  init(opening path: String, _ flags: Int32, mode: UInt32 = 0o600) throws(SystemError) {
    var number: Int32
    repeat { number = open(path, flags | O_CLOEXEC, mode_t(mode)) } while number < 0 && errno == EINTR
    guard number >= 0 else { throw .last("open", path) }
    self.number = number
    self.path = path
  }

  deinit { close(number) }

  func size() throws(SystemError) -> Int {
    var status = stat()
    guard fstat(number, &status) == 0 else { throw .last("fstat", path) }
    return Int(status.st_size)
  }

  /// Reads once, at a position, or where the file stands if that is nil.
  ///
  /// 0 is the end.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int?) throws(SystemError) -> Int {
    while true {
      let count: Int
      if let offset {
        count = pread(number, buffer.baseAddress, buffer.count, off_t(offset))
      } else {
        count = Glibc.read(number, buffer.baseAddress, buffer.count)
      }
      if count >= 0 { return count }
      if errno != EINTR { throw .last("read", path) }
    }
  }

  /// Writes all bytes.
  ///
  /// Waits where a terminal or pipe that must not block is full.
  func write(_ bytes: UnsafeRawBufferPointer) throws(SystemError) {
    try Descriptor.write(bytes, to: number, path: path)
  }

  static func write(_ bytes: UnsafeRawBufferPointer, to number: Int32, path: String) throws(SystemError) {
    var done = 0
    while done < bytes.count {
      let count = Glibc.write(number, bytes.baseAddress! + done, bytes.count - done)
      if count >= 0 {
        done += count
        continue
      }
      switch errno {
      case EINTR: continue
      case EAGAIN:
        var waiting = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
        _ = poll(&waiting, 1, -1)
      default: throw .last("write", path)
      }
    }
  }
}
