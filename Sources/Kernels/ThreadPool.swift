/// The one pool of threads that everything runs on. Placeholder form: runs on the calling thread.
public enum ThreadPool {
    /// Runs `body(0) … body(chunks − 1)`, in any order, side by side, and returns when all are done. Calls from inside
    /// a body run on that body's own thread. `chunks` is derived from shapes, never from the number of threads.
    public static func forEach(_ chunks: Int, _ body: (Int) -> Void) {
        for chunk in 0..<chunks { body(chunk) }
    }
}
