public import CLabPlatform

/// The calling thread.
public enum CurrentThread {
  /// The kernel's id of the thread, remembered after the first call: about a nanosecond.
  @inlinable @inline(__always)
  public static var id: UInt32 { lab_thread_id() }

  /// Tells the processor that this is a spin loop.
  @inlinable @inline(__always)
  public static func spinPause() { lab_spin_pause() }
}
