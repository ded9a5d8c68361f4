import Glibc
import LabPlatform
import Synchronization

/// Runs a body that must not hang: if it takes longer, the whole test program is aborted with a message.
///
/// A test that hangs cannot be stopped from within, only ended.
public func withWatchdog<Result>(
  _ seconds: Int = 60, file: StaticString = #fileID, line: UInt = #line, _ body: () throws -> Result
) rethrows -> Result {
  let watch = Watch(seconds: seconds, place: "\(file):\(line)")
  defer { watch.isOver.store(true, ordering: .releasing) }
  do {
    // Without a watcher the test still says something, so a lack of threads is no reason to fail.
    try NativeThread.start(name: "watchdog") { watch.run() }.detach()
  } catch {
    try? Terminal.write("no watchdog for \(watch.place): \(error)\n", to: .errors)
  }
  return try body()
}

private final class Watch: Sendable {
  let isOver = Atomic(false)
  let seconds: Int
  let place: String

  init(seconds: Int, place: String) {
    self.seconds = seconds
    self.place = place
  }

  func run() {
    let end = Deadline.after(.seconds(seconds))
    while !end.hasPassed {
      if isOver.load(ordering: .acquiring) { return }
      NativeThread.sleep(until: min(end, .after(.milliseconds(50))))
    }
    if isOver.load(ordering: .acquiring) { return }
    try? Terminal.write("\nwatchdog: the body at \(place) took more than \(seconds) s\n", to: .errors)
    abort()
  }
}
