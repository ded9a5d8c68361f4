import LabPlatform
import LabRecorder

/// Starts the operating system's thread of an actor.
enum ActorThread {
  /// Interpreting needs little stack; many actors should not need much memory.
  private static let stackSize = 512 << 10

  /// Opens the actor's trace and starts its thread, which waits for the gate.
  static func start(_ actor: Int, in world: World) throws {
    let file = try world.openTrace(of: actor)
    let thread = try NativeThread.start(name: world.program.actors[actor].name, stackSize: stackSize) {
      ActorRunner(world: world, actor: actor, trace: file).run()
    }
    thread.detach()
  }
}
