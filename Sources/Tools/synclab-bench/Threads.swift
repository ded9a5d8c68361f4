internal import Glibc

/// What a new thread is to run.
private final class ThreadBody: Sendable {
  let index: Int
  let body: @Sendable (Int) -> Void

  init(_ index: Int, _ body: @escaping @Sendable (Int) -> Void) {
    self.index = index
    self.body = body
  }
}

/// Runs `body` on `count` threads at once and returns when all are done.
func runThreads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
  runThreads(count, body, meanwhile: {})
}

/// Runs `body` on `count` threads and `meanwhile` on the calling one; returns when all are done.
func runThreads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void, meanwhile: () -> Void) {
  var threads: [pthread_t] = []
  for index in 0..<count {
    let argument = Unmanaged.passRetained(ThreadBody(index, body))
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { @Sendable pointer in
        let work = Unmanaged<ThreadBody>.fromOpaque(pointer!).takeRetainedValue()
        work.body(work.index)
        return nil
      }, argument.toOpaque())
    guard code == 0 else { fatalError("pthread_create: error \(code)") }
    threads.append(thread)
  }
  meanwhile()
  for thread in threads { pthread_join(thread, nil) }
}

/// Sleeps.
func pause(milliseconds: Int) {
  var left = timespec(tv_sec: milliseconds / 1000, tv_nsec: milliseconds % 1000 * 1_000_000)
  // A signal may cut the sleep short.
  withUnsafeMutablePointer(to: &left) { while nanosleep($0, $0) != 0 {} }
}
