internal import Glibc

/// An advisory lock on a file, held until this value goes away or the process dies.
///
/// The kernel drops it when the last copy of the descriptor is closed: at the death of the process, unless a
/// forked child (without exec) keeps a copy. Between threads of one process it excludes as well, since each
/// lock has an open file of its own.
public struct FileLock: ~Copyable, Sendable {
  private let descriptor: Descriptor

  private init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }

  /// Takes the lock if nobody holds it; nil if somebody else does.
  ///
  /// A file that does not exist is created, or is the error ENOENT if `creates` is false.
  public static func tryLock(_ path: String, creates: Bool = true) throws(SystemError) -> FileLock? {
    let file = try Descriptor(opening: path, O_RDWR | (creates ? O_CREAT : 0))
    while flock(file.number, LOCK_EX | LOCK_NB) != 0 {
      if errno == EWOULDBLOCK { return nil }
      if errno != EINTR { throw .last("flock", path) }
    }
    return FileLock(file)
  }

  /// Takes the lock, waiting for it as long as it takes.
  public static func lock(_ path: String) throws(SystemError) -> FileLock {
    let file = try Descriptor(opening: path, O_RDWR | O_CREAT)
    while flock(file.number, LOCK_EX) != 0 {
      if errno != EINTR { throw .last("flock", path) }
    }
    return FileLock(file)
  }
}
