// What to do where numbers are missing: NaN replaced, and reductions that pass over it.

extension Tensor {
    /// NaN and the infinities replaced by numbers; an infinity without one becomes the largest number of the
    /// type. Integers stay as they are. `torch.nan_to_num`.
    public func nanToNum(nan: Double = 0, posInf: Double? = nil, negInf: Double? = nil) throws -> Tensor {
        guard dtype.isFloatingPoint else { return self }
        let largest = dtype.largest
        let infinity = try detach().constant(.float(.infinity))
        return try maskedFill(isNaN(), .float(nan))
            .maskedFill(compare(.equal, infinity), .float(posInf ?? largest))
            .maskedFill(compare(.equal, -infinity), .float(negInf ?? -largest))
    }

    /// Σ x over the axes, NaN counted as 0. `torch.nansum`.
    public func nanSum(_ axes: [Int]? = nil, keepDim: Bool = false) throws -> Tensor {
        try maskedFill(isNaN(), .int(0)).sum(axes, keepDim: keepDim)
    }

    /// Σ x / n over the axes, of the elements that are numbers. `torch.nanmean`.
    ///
    /// - Throws: NotImplementedError for integers.
    public func nanMean(_ axes: [Int]? = nil, keepDim: Bool = false) throws -> Tensor {
        guard dtype.isFloatingPoint else {
            throw TensorError(
                .notImplemented,
                "nanmean(): expected input to have floating point or complex dtype but got "
                    + "\(dtype.scalarName)",
                hint: "x.float()")
        }
        let counted = try isNaN().logicalNot().to(dtype).sum(axes, keepDim: keepDim)
        return try nanSum(axes, keepDim: keepDim) / counted
    }

    /// √(Σ (x − mean)² / n) over the axes, of the elements that are numbers. `numpy.nanstd`.
    public func nanStandardDeviation(_ axes: [Int]? = nil) throws -> Tensor {
        let missing = try isNaN(), centred = try self - nanMean(axes, keepDim: true)
        let squares = try centred.maskedFill(missing, .int(0)).square().sum(axes)
        return try (squares / missing.logicalNot().to(dtype).sum(axes)).sqrt()
    }

    /// The largest element over the axes that is a number; −∞ where there is none. `numpy.nanmax`.
    public func nanMax(_ axes: [Int]? = nil) throws -> Tensor {
        try maskedFill(isNaN(), .float(-.infinity)).amax(axes)
    }

    /// The smallest element over the axes that is a number; ∞ where there is none. `numpy.nanmin`.
    public func nanMin(_ axes: [Int]? = nil) throws -> Tensor {
        try maskedFill(isNaN(), .float(.infinity)).amin(axes)
    }
}
