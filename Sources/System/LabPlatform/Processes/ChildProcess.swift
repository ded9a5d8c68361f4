internal import CLabPlatform
internal import Glibc

/// A program that this process started: always reaped, never left behind.
///
/// The child gets an empty standard input and none of the other open files of this process. If the value goes
/// away before the end of the child was seen, the child (with its process group) is killed.
///
/// Thread safety: one thread at a time.
public final class ChildProcess: @unchecked Sendable {
  /// What happens to an output of the child.
  public enum Output: Hashable, Sendable {
    /// It goes where this process's output goes.
    case inherited
    /// It goes nowhere.
    case discarded
    /// It is collected while `wait` waits, up to the limit of the options; what is beyond that is dropped.
    case captured
  }

  /// How to start a program.
  public struct Options: Hashable, Sendable {
    /// Standard output.
    public var output: Output
    /// Standard error.
    public var errors: Output
    /// Variables to set beside those of this process.
    public var environment: [String: String]
    /// Whether the child leads a process group of its own: Ctrl-C at the terminal then does not reach it.
    public var hasOwnGroup: Bool
    /// The most bytes to keep of each captured output.
    public var captureLimit: Int

    /// Describes how to start a program.
    public init(
      output: Output = .inherited, errors: Output = .inherited, environment: [String: String] = [:],
      hasOwnGroup: Bool = true, captureLimit: Int = 16 << 20
    ) {
      self.output = output
      self.errors = errors
      self.environment = environment
      self.hasOwnGroup = hasOwnGroup
      self.captureLimit = captureLimit
    }
  }

  /// The process id.
  ///
  /// Not used again for another process before the end was seen by `wait`.
  public let id: Int32
  /// How it ended, nil as long as `wait` has not seen it.
  public private(set) var status: ExitStatus?
  private let descriptor: Descriptor
  private let hasOwnGroup: Bool
  private var standardOutput: CapturePipe
  private var standardError: CapturePipe

  private init(
    id: Int32, descriptor: consuming Descriptor, hasOwnGroup: Bool, output: consuming CapturePipe,
    errors: consuming CapturePipe
  ) {
    self.id = id
    self.descriptor = descriptor
    self.hasOwnGroup = hasOwnGroup
    standardOutput = output
    standardError = errors
  }

  deinit {
    if status != nil { return }
    kill(Signal.kill)
    _ = reap(mayWait: true)
  }

  /// Starts a program.
  /// - Parameters:
  ///   - path: The executable; PATH is not searched.
  ///   - arguments: Without the program's own name.
  ///   - options: Where its output goes, and more.
  /// - Returns: The running child.
  /// - Throws: The call that failed, such as `spawn` with ENOENT.
  public static func spawn(
    _ path: String, arguments: [String] = [], options: Options = Options()
  ) throws(SystemError) -> ChildProcess {
    var output = try CapturePipe(options.output, inherited: 1, limit: options.captureLimit)
    var errors = try CapturePipe(options.errors, inherited: 2, limit: options.captureLimit)
    let nothing = try Descriptor(opening: "/dev/null", O_RDWR)
    var standard: [Int32] = [
      nothing.number, output.childEnd ?? nothing.number, errors.childEnd ?? nothing.number,
    ]
    var id: Int32 = 0
    let code = withStrings([path] + arguments) { arguments in
      withStrings(mergedEnvironment(options.environment)) { environment in
        lab_spawn(path, arguments, environment, &standard, options.hasOwnGroup ? 1 : 0, &id)
      }
    }
    guard code == 0 else { throw SystemError(call: "spawn", code: code, subject: path) }
    output.closeChildEnd()
    errors.closeChildEnd()
    let number = lab_pidfd_open(id)
    guard number >= 0 else {
      Glibc.kill(id, SIGKILL)
      waitpid(id, nil, 0)
      throw SystemError(call: "pidfd_open", code: -number, subject: path)
    }
    return ChildProcess(
      id: id, descriptor: Descriptor(adopting: number, path: path), hasOwnGroup: options.hasOwnGroup,
      output: output, errors: errors)
  }

  /// Waits for the end of the child, asleep, and collects captured output meanwhile.
  ///
  /// Tells how the child ended, or nil if it still runs at the deadline; `.now` just looks. Once it has ended,
  /// the answer stays the same.
  public func wait(deadline: Deadline = .never) throws(SystemError) -> ExitStatus? {
    while status == nil {
      var waiting = [pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)]
      for number in [standardOutput.readEnd, standardError.readEnd] {
        waiting.append(pollfd(fd: number ?? -1, events: Int16(POLLIN), revents: 0))
      }
      let count = poll(&waiting, 3, ChildProcess.milliseconds(until: deadline))
      if count < 0 && errno != EINTR { throw .last("poll", descriptor.path) }
      try standardOutput.drain()
      try standardError.drain()
      if count > 0, waiting[0].revents != 0, let code = reap(mayWait: true) {
        throw SystemError(call: "waitid", code: code, subject: descriptor.path)
      }
      if count == 0 && deadline.hasPassed { break }
    }
    guard status != nil else { return nil }
    // What the child wrote last. Its own children may hold the pipes open: do not wait for their end.
    try standardOutput.drain()
    try standardError.drain()
    return status
  }

  /// What the child has written to its captured standard output so far.
  public var output: [UInt8] { standardOutput.bytes }

  /// What the child has written to its captured standard error so far.
  public var errors: [UInt8] { standardError.bytes }

  /// Whether captured output was dropped because it was more than the limit.
  public var isOutputCut: Bool { standardOutput.isCut || standardError.isCut }

  /// Sends a signal to the child, and to its process group if it has its own.
  ///
  /// Too late is no error.
  public func kill(_ signal: Int32 = Signal.kill) {
    // Not reaped: the id is still the child's, even if it has ended.
    if status != nil { return }
    // Not both: the child itself would get the signal twice.
    if hasOwnGroup, Glibc.kill(-id, signal) == 0 { return }
    Glibc.kill(id, signal)
  }

  /// Asks the kernel to kill the calling process when its parent dies: for the first lines of a child.
  ///
  /// "Parent" is the thread that started the child: start children from a thread that lives as long as they
  /// may. `expected` is the parent's process id, as the parent told it; nil means the present parent. False if
  /// that parent has died already: the child should end.
  public static func dieWithParent(expected: Int32? = nil) throws(SystemError) -> Bool {
    let code = lab_die_with_parent(expected ?? getppid())
    guard code == 0 || code == ESRCH else { throw SystemError(call: "prctl", code: code) }
    return code == 0
  }

  /// Takes the status; the error number if that failed.
  private func reap(mayWait: Bool) -> Int32? {
    var value: Int32 = 0
    var signalled: Int32 = 0
    let code = lab_pidfd_reap(descriptor.number, mayWait ? 1 : 0, &value, &signalled)
    guard code == 0 else { return code }
    status = signalled == 0 ? .exited(value) : .signalled(value, coreDumped: signalled == 2)
    return nil
  }

  /// Rounded up, so that the deadline has passed when the time is over.
  private static func milliseconds(until deadline: Deadline) -> Int32 {
    if deadline == .never { return -1 }
    let left = deadline.nanoseconds.subtractingReportingOverflow(MonotonicClock.nanoseconds()).partialValue
    return Int32(clamping: max(0, (left + 999_999) / 1_000_000))
  }

  private static func mergedEnvironment(_ changes: [String: String]) -> [String] {
    let kept = Environment.all().filter { entry in
      !changes.keys.contains(String(entry.prefix { $0 != "=" }))
    }
    return kept + changes.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
  }
}

/// Calls with a C array of C strings, ended by nil.
private func withStrings<Result>(
  _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
  var pointers: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) }
  pointers.append(nil)
  defer { for pointer in pointers { free(pointer) } }
  return body(pointers)
}
