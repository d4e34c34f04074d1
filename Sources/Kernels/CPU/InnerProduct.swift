import COneDNN
import Synchronization

/// C = A · op(B) (+ bias) in bfloat16 for many rows, with B laid out once in the blocks that the CPU's
/// registers want and then shared by all tiles of rows.
///
/// `Tiles` has each tile lay out its own share of B. Sharing it, the products of Model 5's linear layers
/// reach 440 GFLOP/s of 470. oneDNN's inner product wants A and C without gaps.
enum InnerProduct {
    /// Fewer rows do not pay for laying out B, and would leave cores without a tile.
    private static let fewestRows = 1024
    /// Tiles of this many rows keep what they read of A in the cache; there should be a dozen tiles.
    private static let tallest = 256, least = 128

    /// Makes the product if it is of this kind and the CPU has the instructions; false if not: C may then
    /// have been written in part.
    static func apply(
        _ a: Matrix<BFloat16>, _ b: Matrix<BFloat16>, m: Int, n: Int, k: Int, bias: Floats?,
        _ result: OneDNN.Result,
        into c: UnsafeMutableRawPointer, stride ldc: Int
    ) -> Bool {
        guard m >= fewestRows, n >= 16, k >= 16, !a.transposed, a.stride == k, ldc == n,
            OneDNN.isFastInBFloat16
        else { return false }
        let height = max(least, min(tallest, (m / 16 + 15) / 16 * 16))
        let tiles = (m + height - 1) / height
        func form(_ rows: Int) -> OneDNNInnerProduct.Form {
            .init(
                result: result, m: rows, n: n, k: k, bStride: b.stride, bTransposed: b.transposed,
                hasBias: bias != nil)
        }
        let last = m - (tiles - 1) * height
        guard let product = OneDNNInnerProduct.compiled(form(height)),
            let lastProduct = last == height ? product : OneDNNInnerProduct.compiled(form(last)),
            lastProduct.hasSameBlocks(as: product)
        else { return false }
        let aStep = height * k * MemoryLayout<BFloat16>.stride, cStep = height * n * result.bytes
        return Scratch.with((product.packedBytes + 3) / 4) { packed in
            let isWhole = Atomic<Bool>(true)
            ThreadPool.forEach(product.slices) {
                if !product.pack(b.base, slice: $0, into: packed) { isWhole.store(false, ordering: .relaxed) }
            }
            guard isWhole.load(ordering: .relaxed) else { return false }
            ThreadPool.forEach(tiles) { tile in
                let done = (tile == tiles - 1 ? lastProduct : product)
                    .run(UnsafeRawPointer(a.base) + tile * aStep, packed, bias: bias, into: c + tile * cStep)
                if !done { isWhole.store(false, ordering: .relaxed) }
            }
            return isWhole.load(ordering: .relaxed)
        }
    }
}

/// One compiled inner product: so many rows of A times a B in blocks.
private final class OneDNNInnerProduct {
    struct Form: Hashable {
        var result: OneDNN.Result
        var m: Int, n: Int, k: Int
        var bStride: Int, bTransposed: Bool
        var hasBias: Bool
    }

    private static let cache = OneDNNCache<Form, OneDNNInnerProduct?>()

    /// nil where the library has no code that works on blocks.
    static func compiled(_ form: Form) -> OneDNNInnerProduct? {
        cache.value(for: form) { .some(OneDNNInnerProduct(form)) } ?? nil
    }

    private let form: Form
    private let code: OneDNNCode
    private let a: OneDNNLayout, c: OneDNNLayout, bias: OneDNNLayout, packed: OneDNNLayout
    /// How B is laid out: so many columns of it at a time, side by side.
    private let packing: Packing, lastPacking: Packing
    private let sliceBytes: Int
    let slices: Int
    var packedBytes: Int { packed.bytes }

    private init?(_ form: Form) {
        self.form = form
        guard let engine = OneDNNThread.engine else { return nil }
        _ = OneDNNThread.stream
        let (m, n, k) = (form.m, form.n, form.k)
        guard let a = OneDNNLayout(dnnl_bf16, m, k, down: k, right: 1),
            let c = OneDNNLayout(form.result.type, m, n, down: n, right: 1)
        else { return nil }
        var anyB = dnnl_memory_desc_t(), row = dnnl_memory_desc_t()
        guard
            dnnl_memory_desc_init_by_tag(&anyB, 2, [Int64(n), Int64(k)], dnnl_bf16, dnnl_format_tag_any)
                == dnnl_success,
            dnnl_memory_desc_init_by_tag(&row, 1, [Int64(n)], dnnl_f32, dnnl_a) == dnnl_success
        else { return nil }
        (self.a, self.c, bias) = (a, c, OneDNNLayout(row))

        var operation = dnnl_inner_product_desc_t(), description: dnnl_primitive_desc_t?
        guard let attributes = OneDNNAttributes(),
            dnnl_inner_product_forward_desc_init(
                &operation, dnnl_forward_inference, a.description, &anyB,
                form.hasBias ? bias.description : nil, c.description) == dnnl_success,
            dnnl_primitive_desc_create(&description, &operation, attributes.handle, engine, nil)
                == dnnl_success
        else { return nil }
        defer { dnnl_primitive_desc_destroy(description) }
        guard let code = OneDNNCode(description), code.name.hasPrefix("brg"),
            let chosen = dnnl_primitive_desc_query_md(description, dnnl_query_weights_md, 0)
        else { return nil }
        self.code = code
        packed = OneDNNLayout(chosen.pointee)

        // Blocks of columns lie one after the other, so that a slice of whole blocks is one piece of memory.
        let blocking = chosen.pointee.format_desc.blocking
        let block = Self.columnsInBlock(blocking), sliceColumns = block * max(1, n / block / 16)
        slices = (n + sliceColumns - 1) / sliceColumns
        sliceBytes = sliceColumns / block * Int(blocking.strides.0) * MemoryLayout<BFloat16>.stride
        guard Int(blocking.strides.0) >= block * k,
            let packing = Packing(chosen, form, columns: 0..<min(n, sliceColumns)),
            let lastPacking = Packing(chosen, form, columns: (slices - 1) * sliceColumns..<n)
        else { return nil }
        (self.packing, self.lastPacking) = (packing, lastPacking)
    }

    /// In the blocked layout the inner axes say how many columns of B (its axis 0 here) stand side by side.
    private static func columnsInBlock(_ blocking: dnnl_blocking_desc_t) -> Int {
        withUnsafeBytes(of: blocking.inner_blks) { sizes in
            withUnsafeBytes(of: blocking.inner_idxs) { axes in
                let (sizes, axes) = (
                    sizes.bindMemory(to: dnnl_dim_t.self), axes.bindMemory(to: dnnl_dim_t.self)
                )
                return (0..<Int(blocking.inner_nblks)).reduce(1) { axes[$1] == 0 ? $0 * Int(sizes[$1]) : $0 }
            }
        }
    }

    /// Whether both read B from the same places.
    func hasSameBlocks(as other: OneDNNInnerProduct) -> Bool {
        dnnl_memory_desc_equal(packed.description, other.packed.description) != 0
    }

    /// Lays out slice `index` of B.
    func pack(_ b: UnsafeRawPointer, slice index: Int, into room: UnsafeMutableRawPointer) -> Bool {
        let step = packing.columns * (form.bTransposed ? form.bStride : 1) * MemoryLayout<BFloat16>.stride
        return (index == slices - 1 ? lastPacking : packing).run(
            b + index * step, into: room + index * sliceBytes)
    }

    func run(
        _ aNumbers: UnsafeRawPointer, _ room: UnsafeRawPointer, bias biasNumbers: Floats?,
        into cNumbers: UnsafeMutableRawPointer
    ) -> Bool {
        code.run(
            (DNNL_ARG_SRC, a, aNumbers), (DNNL_ARG_WEIGHTS, packed, room),
            (DNNL_ARG_DST, c, UnsafeRawPointer(cNumbers)),
            biasNumbers.map { (DNNL_ARG_BIAS, bias, UnsafeRawPointer($0)) })
    }

    /// The way of some columns of B into their blocks.
    private struct Packing {
        let columns: Int
        private let code: OneDNNCode, from: OneDNNLayout, to: OneDNNLayout

        init?(_ packed: UnsafePointer<dnnl_memory_desc_t>, _ form: Form, columns: Range<Int>) {
            var blocks = dnnl_memory_desc_t(), description: dnnl_primitive_desc_t?
            guard let engine = OneDNNThread.engine,
                let from = OneDNNLayout(
                    dnnl_bf16, columns.count, form.k, down: form.bTransposed ? form.bStride : 1,
                    right: form.bTransposed ? 1 : form.bStride),
                dnnl_memory_desc_init_submemory(
                    &blocks, packed, [Int64(columns.count), Int64(form.k)], [Int64(columns.lowerBound), 0])
                    == dnnl_success
            else { return nil }
            // The address says where the slice begins.
            blocks.offset0 = 0
            guard
                dnnl_reorder_primitive_desc_create(
                    &description, from.description, engine, &blocks, engine, nil) == dnnl_success
            else { return nil }
            defer { dnnl_primitive_desc_destroy(description) }
            guard let code = OneDNNCode(description) else { return nil }
            (self.columns, self.code, self.from, to) = (columns.count, code, from, OneDNNLayout(blocks))
        }

        func run(_ b: UnsafeRawPointer, into room: UnsafeMutableRawPointer) -> Bool {
            code.run((DNNL_ARG_FROM, from, b), (DNNL_ARG_TO, to, UnsafeRawPointer(room)))
        }
    }
}
