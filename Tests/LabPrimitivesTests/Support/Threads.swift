import Glibc

private final class ThreadBody: Sendable {
  let index: Int
  let body: @Sendable (Int) -> Void

  init(_ index: Int, _ body: @escaping @Sendable (Int) -> Void) {
    self.index = index
    self.body = body
  }
}

/// Threads that a test has started and must join.
struct Threads {
  private var handles: [pthread_t] = []

  /// Starts a thread.
  mutating func start(_ index: Int = 0, _ body: @escaping @Sendable (Int) -> Void) {
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { @Sendable pointer in
        let work = Unmanaged<ThreadBody>.fromOpaque(pointer!).takeRetainedValue()
        work.body(work.index)
        return nil
      }, Unmanaged.passRetained(ThreadBody(index, body)).toOpaque())
    precondition(code == 0, "pthread_create: error \(code)")
    handles.append(thread)
  }

  /// Waits for all.
  mutating func join() {
    for handle in handles { pthread_join(handle, nil) }
    handles = []
  }

  /// Runs `body` on so many threads at once and waits for all.
  static func run(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    var threads = Threads()
    for index in 0..<count { threads.start(index, body) }
    threads.join()
  }
}

/// Waits, under the watchdog, until something another thread does has happened.
func awaitTrue(_ condition: () -> Bool) {
  while !condition() { usleep(100) }
}
