/// Parts of PyTorch that are written in the language: their sources, as they lie in `Written/`, each under
/// the name of PyTorch's module.
///
/// A module of its own, because what is built into a program takes long to compile, and changes rarely.
public enum TorchSources {
    /// A module with its source, and what it adds to.
    public struct Written: Sendable {
        /// The full name, such as `torch.nn.modules.rnn`.
        public let name: String
        /// The text of the module, made when it is asked for: a program imports few of them.
        public var source: String { read() }
        private let read: @Sendable () -> String

        init(_ name: String, _ read: @autoclosure @escaping @Sendable () -> String) {
            (self.name, self.read) = (name, read)
        }

        /// The module whose names its own are too, such as `torch.nn`, nil for a module that stands alone;
        /// and what it defines, its `__all__`.
        public func declared() -> (completes: String?, names: [String]) {
            let lines = source.split(separator: "\n", maxSplits: 60, omittingEmptySubsequences: false)
            func quoted(_ text: Substring) -> [String] {
                text.split(separator: "\"", omittingEmptySubsequences: false).enumerated().compactMap {
                    $0.offset % 2 == 1 ? String($0.element) : nil
                }
            }
            let completes = lines.first { $0.hasPrefix("__completes__ = ") }.flatMap { quoted($0).first }
            var names: [String] = []
            if let first = lines.firstIndex(where: { $0.hasPrefix("__all__ = [") }) {
                for line in lines[first...] {
                    names += quoted(line)
                    if line.hasSuffix("]") { break }
                }
            }
            return (completes, names)
        }
    }

    /// Hugging Face's `transformers`, which stands on `torch`.
    public static var transformers: String { text(PackageResources.transformers_py) }

    /// `matplotlib.pyplot` and what it stands on, which stand on `numpy`; the numbers of its colour maps.
    public static var figures: [(name: String, source: String)] {
        [
            ("matplotlib.pyplot", text(PackageResources.pyplot_py)),
            ("_plot_colors", text(PackageResources._plot_colors_py)),
            ("_plot_artists", text(PackageResources._plot_artists_py)),
            ("_plot_axes", text(PackageResources._plot_axes_py)),
            ("_plot_axis", text(PackageResources._plot_axis_py)),
            ("_plot_bars", text(PackageResources._plot_bars_py)),
            ("_plot_curves", text(PackageResources._plot_curves_py)),
            ("_plot_scales", text(PackageResources._plot_scales_py)),
            ("_plot_surfaces", text(PackageResources._plot_surfaces_py)),
            ("_plot_words", text(PackageResources._plot_words_py)),
            ("_plot_figures", text(PackageResources._plot_figures_py)),
            ("_colormaps", text(PackageResources._colormaps_py)),
        ]
    }

    /// The modules with their sources.
    public static let all: [Written] = [
        Written("numpy._more_indices", text(PackageResources.numpy__more_indices_py)),
        Written("numpy._more_functions", text(PackageResources.numpy__more_functions_py)),
        Written("numpy._more_elements", text(PackageResources.numpy__more_elements_py)),
        Written("numpy._more_statistics", text(PackageResources.numpy__more_statistics_py)),
        Written("numpy._more_signals", text(PackageResources.numpy__more_signals_py)),
        Written("numpy._more_types", text(PackageResources.numpy__more_types_py)),
        Written("numpy._more_polynomials", text(PackageResources.numpy__more_polynomials_py)),
        Written("numpy._more_shapes", text(PackageResources.numpy__more_shapes_py)),
        Written("numpy._ufuncs", text(PackageResources.numpy__ufuncs_py)),
        Written("numpy.linalg._more", text(PackageResources.numpy_linalg__more_py)),
        Written("numpy.random._generator", text(PackageResources.numpy_random__generator_py)),
        Written("torch._functorch", text(PackageResources.torch__functorch_py)),
        Written("torch._more_linalg", text(PackageResources.torch__more_linalg_py)),
        Written("torch.amp.grad_scaler", text(PackageResources.torch_amp_grad_scaler_py)),
        Written("torch.cuda.amp", text(PackageResources.torch_cuda_amp_py)),
        Written("torch.autograd.anomaly_mode", text(PackageResources.torch_autograd_anomaly_mode_py)),
        Written("torch.autograd.function", text(PackageResources.torch_autograd_function_py)),
        Written("torch.autograd.functional", text(PackageResources.torch_autograd_functional_py)),
        Written("torch.autograd.gradcheck", text(PackageResources.torch_autograd_gradcheck_py)),
        Written("torch.fft._more", text(PackageResources.torch_fft__more_py)),
        Written("torch.func", text(PackageResources.torch_func_py)),
        Written("torch.nn._more_functional", text(PackageResources.torch_nn__more_functional_py)),
        Written("torch.nn._more_init", text(PackageResources.torch_nn__more_init_py)),
        Written("torch.nn.modules._lazy", text(PackageResources.torch_nn_modules__lazy_py)),
        Written("torch.nn.modules._more", text(PackageResources.torch_nn_modules__more_py)),
        Written("torch.nn.modules.activation", text(PackageResources.torch_nn_modules_activation_py)),
        Written("torch.nn.modules.batchnorm", text(PackageResources.torch_nn_modules_batchnorm_py)),
        Written("torch.nn.modules.container", text(PackageResources.torch_nn_modules_container_py)),
        Written("torch.nn.modules.conv", text(PackageResources.torch_nn_modules_conv_py)),
        Written("torch.nn.modules.dropout", text(PackageResources.torch_nn_modules_dropout_py)),
        Written("torch.nn.modules.linear", text(PackageResources.torch_nn_modules_linear_py)),
        Written("torch.nn.modules.loss", text(PackageResources.torch_nn_modules_loss_py)),
        Written("torch.nn.modules.normalization", text(PackageResources.torch_nn_modules_normalization_py)),
        Written("torch.nn.modules.padding", text(PackageResources.torch_nn_modules_padding_py)),
        Written("torch.nn.modules.pooling", text(PackageResources.torch_nn_modules_pooling_py)),
        Written("torch.nn.modules.rnn", text(PackageResources.torch_nn_modules_rnn_py)),
        Written("torch.nn.modules.sparse", text(PackageResources.torch_nn_modules_sparse_py)),
        Written("torch.nn.modules.transformer", text(PackageResources.torch_nn_modules_transformer_py)),
        Written("torch.nn.modules.upsampling", text(PackageResources.torch_nn_modules_upsampling_py)),
        Written("torch.nn.utils._more", text(PackageResources.torch_nn_utils__more_py)),
        Written("torch.nn.utils.parametrizations", text(PackageResources.torch_nn_utils_parametrizations_py)),
        Written("torch.nn.utils.parametrize", text(PackageResources.torch_nn_utils_parametrize_py)),
        Written("torch.nn.utils.prune", text(PackageResources.torch_nn_utils_prune_py)),
        Written("torch.nn.utils.rnn", text(PackageResources.torch_nn_utils_rnn_py)),
        Written("torch.nn.utils.stateless", text(PackageResources.torch_nn_utils_stateless_py)),
        Written("torch.optim._base", text(PackageResources.torch_optim__base_py)),
        Written("torch.optim._more", text(PackageResources.torch_optim__more_py)),
        Written("torch.optim.lr_scheduler", text(PackageResources.torch_optim_lr_scheduler_py)),
        Written("torch.optim.swa_utils", text(PackageResources.torch_optim_swa_utils_py)),
        Written("torch.random", text(PackageResources.torch_random_py)),
        Written("torch.special._more", text(PackageResources.torch_special__more_py)),
        Written("torch.utils.data._more", text(PackageResources.torch_utils_data__more_py)),
        Written("transformers", text(PackageResources.transformers_py)),
    ]

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
