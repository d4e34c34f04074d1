import Script

/// Where an argument that is no tensor is not a TypeError in PyTorch: a part of it is written in Python,
/// which asks the argument for a method, or makes a number of it.
enum WrongTypes {
    private static let functions: Set<String> = [
        "sigmoid", "tanh", "softmax", "log_softmax", "normalize", "mse_loss", "l1_loss", "smooth_l1_loss",
        "huber_loss",
        "binary_cross_entropy", "binary_cross_entropy_with_logits", "glu", "softsign", "margin_ranking_loss",
    ]
    private static let layers: Set<String> = [
        "Softmax", "LogSoftmax", "BatchNorm1d", "Flatten", "MSELoss", "L1Loss", "SmoothL1Loss", "HuberLoss",
        "BCELoss",
        "BCEWithLogitsLoss", "MultiheadAttention",
    ]

    /// A function of `torch.nn.functional`.
    static func ofFunction(_ command: Builtin) -> Builtin {
        functions.contains(command.name) ? asking(command) : command
    }

    /// The `forward` of a layer.
    static func ofLayer(_ name: String, _ forward: Builtin) -> Builtin {
        layers.contains(name) ? asking(forward) : forward
    }

    /// A command that asks its argument for a method: the error is an AttributeError.
    static func asking(_ command: Builtin) -> Builtin { command.raisingWrongTypes(as: "AttributeError") }
}
