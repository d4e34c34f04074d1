/// What this machine computes with.
public enum Compute {
    /// Whether this CPU has instructions for products of bfloat16; elsewhere they are computed in float32.
    public static var computesBFloat16: Bool { OneDNN.isFastInBFloat16 }

    /// The number of threads that compute, the caller's own included.
    public static var threads: Int { ThreadPool.threads }

    /// Computes with this many threads from now on; no result depends on it.
    /// - Throws: `ThreadPoolError.outOfRange` outside 1 … 1024.
    public static func setThreads(_ count: Int) throws { try ThreadPool.setThreads(count) }

    /// The number of threads that the environment asks for, or one for each core.
    /// - Throws: `ThreadPoolError.badEnvironment` if `LAGADO_THREADS` is not a number from 1 to 1024.
    public static var configuredThreads: Int { get throws { try ThreadPool.configuration } }
}
