internal import CLabPlatform
internal import Glibc
import Synchronization

/// A thread of the operating system.
///
/// A thread that is neither joined nor detached when its value goes away is detached.
public final class NativeThread: Sendable {
  private let handle: pthread_t
  /// Whether somebody has joined or detached it.
  private let settled = Atomic<Bool>(false)

  private init(handle: pthread_t) { self.handle = handle }

  deinit { detach() }

  /// Starts a thread.
  ///
  /// Everything done before happens before the body; the body happens before the return of `join`.
  /// Errors: EAGAIN when the system has no more threads to give.
  /// - Parameters:
  ///   - name: As debuggers show it; the kernel keeps the first 15 bytes.
  ///   - stackSize: Bytes, nil for what the system gives (8 MiB most often).
  ///   - body: What the thread does.
  /// - Returns: The running thread.
  /// - Throws: The call that failed.
  public static func start(
    name: String, stackSize: Int? = nil, body: @escaping @Sendable () -> Void
  ) throws(SystemError) -> NativeThread {
    var attributes = pthread_attr_t()
    var code = pthread_attr_init(&attributes)
    guard code == 0 else { throw SystemError(call: "pthread_attr_init", code: code, subject: name) }
    defer { pthread_attr_destroy(&attributes) }
    if let stackSize {
      code = pthread_attr_setstacksize(&attributes, stackSize)
      guard code == 0 else { throw SystemError(call: "pthread_attr_setstacksize", code: code, subject: name) }
    }
    let start = Unmanaged.passRetained(Start(name: name, body: body))
    var handle = pthread_t()
    code = pthread_create(&handle, &attributes, { @Sendable in runThread($0) }, start.toOpaque())
    guard code == 0 else {
      start.release()
      throw SystemError(call: "pthread_create", code: code, subject: name)
    }
    return NativeThread(handle: handle)
  }

  /// Waits for the end of the body.
  ///
  /// Only the first call waits; joining after `detach` returns at once.
  public func join() {
    if settled.exchange(true, ordering: .relaxed) { return }
    pthread_join(handle, nil)
  }

  /// Lets the thread go its own way.
  public func detach() {
    if settled.exchange(true, ordering: .relaxed) { return }
    pthread_detach(handle)
  }
}

extension NativeThread {
  /// Offers the processor of the calling thread to another.
  public static func yield() { sched_yield() }

  /// Sets the nice value of the calling thread: -20 (most eager) to 19.
  ///
  /// To go below the present value needs a privilege, else EACCES or EPERM.
  public static func setNice(_ value: Int32) throws(SystemError) {
    let code = lab_set_nice(value)
    guard code == 0 else { throw SystemError(call: "setpriority", code: code, subject: "nice \(value)") }
  }

  /// Sleeps until a moment of the monotonic clock, also across signals.
  ///
  /// `.never` sleeps for ever.
  public static func sleep(until deadline: Deadline) {
    let nanoseconds = max(0, deadline.nanoseconds)
    var moment = timespec(
      tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
    while clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &moment, nil) == EINTR {}
  }
}

private final class Start: Sendable {
  let name: String
  let body: @Sendable () -> Void

  init(name: String, body: @escaping @Sendable () -> Void) {
    self.name = name
    self.body = body
  }
}

/// A function of its own, so that the closure's captures are gone before the thread is.
private func runThread(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  let start = Unmanaged<Start>.fromOpaque(argument!).takeRetainedValue()
  lab_set_thread_name(start.name)
  start.body()
  return nil
}
