/// What this machine computes with.
public enum Compute {
    /// Whether this CPU has instructions for products of bfloat16; elsewhere they are computed in float32.
    public static var computesBFloat16: Bool { OneDNN.isFastInBFloat16 }
}
