internal import Glibc
import Synchronization

/// A private folder for one run, in memory where there is room, gone with `close` or with this value.
///
/// It lies in the folder named by SYNCLAB_RUNDIR, else in `/dev/shm` if that is a file system in memory with
/// room, else in TMPDIR, else in `/tmp`. Its name says which process made it, and a lock in it says whether its
/// owner lives, so that `removeStale` can clear what killed processes left.
public struct RunFolder: ~Copyable, Sendable {
  /// Absolute, unless SYNCLAB_RUNDIR or TMPDIR is not.
  public let path: String
  private let lock: FileLock

  private static let counter = Atomic<Int>(0)
  private static let lockName = "lock"
  private static let prefix = "synclab-"

  /// Makes a folder for this process, in memory if `room` bytes are free there.
  public init(room: UInt64 = 256 << 20) throws(SystemError) {
    let identity = try ProcessIdentity.current()
    let number = RunFolder.counter.add(1, ordering: .relaxed).newValue
    let name = "\(RunFolder.prefix)\(identity.id)-\(identity.startTime)-\(number)"
    let path = "\(RunFolder.parent(room: room))/\(name)"
    // A folder of that name was left by a process of another boot or name space.
    try Files.removeTree(path)
    try Files.createFolder(path, mode: 0o700)
    guard let lock = try FileLock.tryLock("\(path)/\(RunFolder.lockName)") else {
      throw SystemError(call: "flock", code: EBUSY, subject: path)
    }
    self.path = path
    self.lock = lock
  }

  deinit { try? Files.removeTree(path) }

  /// Removes the folder and all that is in it.
  public consuming func close() throws(SystemError) { try Files.removeTree(path) }

  /// The folder in which run folders are made.
  public static func parent(room: UInt64 = 256 << 20) -> String {
    if let chosen = Environment.variable("SYNCLAB_RUNDIR"), !chosen.isEmpty { return chosen }
    let memory = "/dev/shm"
    if access(memory, W_OK | X_OK) == 0, let system = try? Files.fileSystem(at: memory), system.isMemory,
      system.freeBytes >= room
    {
      return memory
    }
    if let temporary = Environment.variable("TMPDIR"), !temporary.isEmpty { return temporary }
    return "/tmp"
  }

  /// Removes run folders of this user whose owner has died, wherever run folders may be.
  ///
  /// Returns the paths that were removed.
  @discardableResult
  public static func removeStale() -> [String] {
    var places: [String] = []
    for place in [parent(), "/dev/shm", Environment.variable("TMPDIR") ?? "/tmp", "/tmp"] {
      if !places.contains(place) { places.append(place) }
    }
    return places.flatMap { removeStale(in: $0) }
  }

  /// Removes run folders of this user in one place whose owner has died.
  @discardableResult
  public static func removeStale(in place: String) -> [String] {
    var removed: [String] = []
    for name in (try? Files.list(place)) ?? [] {
      let path = "\(place)/\(name)"
      guard let owner = owner(of: name), isOurs(path), !ProcessTable.isAlive(owner) else { continue }
      if claimAndRemove(path) { removed.append(path) }
    }
    return removed
  }

  /// Holding the lock while removing keeps two cleaners apart.
  private static func claimAndRemove(_ path: String) -> Bool {
    do throws(SystemError) {
      guard try FileLock.tryLock("\(path)/\(lockName)", creates: false) != nil else { return false }
    } catch {
      // Its owner died before it made the lock. Anything else is not for us to judge.
      guard error.isNotFound else { return false }
    }
    return (try? Files.removeTree(path)) != nil
  }

  /// The process in `synclab-<pid>-<start>-<counter>`, nil for other names.
  private static func owner(of name: String) -> ProcessIdentity? {
    guard name.hasPrefix(prefix) else { return nil }
    let parts = name.dropFirst(prefix.count).split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, let id = Int32(parts[0]), let start = UInt64(parts[1]), UInt64(parts[2]) != nil
    else { return nil }
    return ProcessIdentity(id: id, startTime: start)
  }

  private static func isOurs(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR && status.st_uid == getuid()
  }
}
