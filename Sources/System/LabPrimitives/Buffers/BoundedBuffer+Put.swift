public import LabPlatform

extension BoundedBuffer {
  /// Puts an element, waiting for room.
  /// - Parameters:
  ///   - element: Dropped if the put fails.
  ///   - deadline: A moment of the monotonic clock.
  /// - Throws: `timedOut`, or `closed`, even if there is room.
  @inlinable
  public func put(_ element: Element, deadline: Deadline = .never) throws(WaitError) {
    switch control.enterPut(deadline: deadline) {
    case .entered(let index, _):
      (slots + index).initialize(to: element)
      control.leavePut()
    case .closed: throw .closed
    case .timedOut, .wouldBlock, .nodeRequired: throw .timedOut
    }
  }

  /// Puts an element, waiting for room.
  /// - Parameters:
  ///   - element: Dropped if the put fails.
  ///   - timeout: On the monotonic clock.
  /// - Throws: `timedOut`, or `closed`, even if there is room.
  @inlinable
  public func put(_ element: Element, timeout: Duration) throws(WaitError) {
    try put(element, deadline: .after(timeout))
  }

  /// Puts an element if there is room.
  /// - Parameter element: Dropped if it does not go in.
  /// - Returns: Whether it is in.
  /// - Throws: `closed`.
  @inlinable
  public func tryPut(_ element: Element) throws(WaitError) -> Bool {
    switch control.enterPut(waits: false) {
    case .entered(let index, _):
      (slots + index).initialize(to: element)
      control.leavePut()
      return true
    case .closed: throw .closed
    case .timedOut, .wouldBlock, .nodeRequired: return false
    }
  }

  /// Puts elements in their order, as many under one lock as there is room; others may put in between.
  /// - Parameters:
  ///   - elements: Those that do not go in are dropped.
  ///   - deadline: A moment of the monotonic clock.
  /// - Returns: How many are in: fewer than given if the deadline passed or the buffer was closed.
  @inlinable
  public func put(contentsOf elements: some Collection<Element>, deadline: Deadline = .never) -> Int {
    var next = elements.startIndex
    var done = 0
    while next != elements.endIndex {
      guard case .entered(let index, let room) = control.enterPut(deadline: deadline) else { break }
      var part = 0
      while part < room, next != elements.endIndex {
        (slots + wrapped(index &+ part)).initialize(to: elements[next])
        elements.formIndex(after: &next)
        part &+= 1
      }
      control.leavePut(part)
      done &+= part
    }
    return done
  }
}
