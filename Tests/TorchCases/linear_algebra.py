#: solving
A = torch.tensor([[3., 1], [1, 2]]); b = torch.tensor([9., 8])
print(torch.linalg.solve(A, b), torch.linalg.solve(A, torch.stack([b, b * 2], 1)), torch.linalg.solve(A.double(), b.double()))
print(torch.linalg.solve(A.expand(2, 2, 2), b), torch.linalg.solve(torch.stack([A, A * 2]), torch.stack([b, b])), torch.linalg.solve(A, torch.ones(3, 2, 1)).shape)
print(torch.linalg.solve(torch.zeros(0, 0), torch.zeros(0, 2)).shape, torch.linalg.solve(torch.ones(1, 1) * 4, torch.ones(1)), torch.linalg.solve(torch.zeros(3, 0, 0), torch.zeros(3, 0, 1)).shape)
print(torch.linalg.solve(torch.tensor([[1., float('nan')], [0, 1]]), torch.ones(2)))
#: inverses and determinants
A = torch.tensor([[1., 2, 3], [0, 1, 4], [5, 6, 0]])
print(torch.linalg.inv(A), torch.inverse(A.double()), torch.linalg.det(A), A.det(), torch.det(torch.stack([A, A.t(), 2 * A])))
print(torch.linalg.inv(torch.stack([torch.eye(2), 2 * torch.eye(2)])), torch.linalg.det(torch.zeros(0, 0)), torch.linalg.det(torch.zeros(2, 0, 0)), torch.linalg.inv(torch.zeros(0, 0)).shape)
print(torch.linalg.det(torch.ones(2, 2)), torch.linalg.det(torch.tensor([[float('nan'), 1], [1, 1]])), torch.linalg.matrix_power(torch.stack([A, A]), 2)[1], torch.linalg.matrix_power(A, -1), torch.linalg.matrix_power(A, 0))
#: what went wrong is said in PyTorch's words
def say(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, '|', e)
Z = torch.zeros(2, 2)
say(lambda: torch.linalg.solve(Z, torch.ones(2)))
say(lambda: torch.linalg.solve(torch.stack([torch.eye(2), Z]), torch.ones(2, 2)))
say(lambda: torch.linalg.inv(Z))
say(lambda: torch.linalg.inv(torch.stack([torch.eye(2), torch.ones(2, 2)])))
say(lambda: torch.linalg.cholesky(-torch.eye(2)))
say(lambda: torch.linalg.cholesky(torch.stack([torch.eye(2), torch.tensor([[1., 2], [2, 1]])])))
say(lambda: torch.linalg.svd(torch.tensor([[1., float('nan')], [0, 1]])))
say(lambda: torch.linalg.svdvals(torch.tensor([[[1.]], [[float('nan')]]])))
say(lambda: torch.linalg.pinv(torch.tensor([[float('nan')]])))
say(lambda: torch.linalg.inv(torch.ones(2, 3)))
say(lambda: torch.linalg.eigh(torch.ones(2, 3)))
say(lambda: torch.linalg.inv(torch.ones(2, 2).long()))
say(lambda: torch.linalg.inv(torch.ones(2, 2).bfloat16()))
say(lambda: torch.linalg.qr(torch.eye(2), mode='x'))
say(lambda: torch.linalg.eigh(torch.eye(2), UPLO='X'))
say(lambda: torch.linalg.solve(torch.eye(2), torch.ones(2).double()))
#: Q and R
A = torch.tensor([[1., 2, 3], [4, 5, 6], [7, 8, 10]])
print(torch.linalg.qr(A)); print(torch.linalg.qr(A[:, :2])); print(torch.linalg.qr(A[:2])); print(torch.linalg.qr(A[:, :2], mode='complete')); print(torch.linalg.qr(A[:, :2], mode='r'))
print(torch.linalg.qr(torch.stack([A, A.t()]).double()))
print([tuple(x.shape for x in torch.linalg.qr(torch.zeros(s), mode=m)) for s in [(0, 0), (0, 3), (3, 0), (2, 0, 3), (0, 2, 2)] for m in ['reduced', 'complete', 'r']])
print([x + 0. for x in torch.linalg.qr(torch.zeros(2, 2))], torch.linalg.qr(torch.tensor([[-2.]])))
#: singular values
A = torch.tensor([[1., 2], [3, 4], [5, 6]])
print(torch.linalg.svd(A, full_matrices=False)); print(torch.linalg.svd(A)); print(torch.linalg.svdvals(A.t()), torch.linalg.svdvals(torch.stack([A, A * 2])))
U, S, Vh = torch.linalg.svd(A.t()); print(torch.allclose(U @ torch.diag(S) @ Vh[:2], A.t(), atol=1e-5), Vh.shape, S, (Vh @ Vh.t()).sub(torch.eye(3)).abs().max() < 1e-5)
print([tuple(x.shape for x in torch.linalg.svd(torch.zeros(s), full_matrices=f)) for s in [(0, 0), (0, 3), (3, 0), (2, 0, 3), (0, 2, 2), (1, 4)] for f in [True, False]])
print(torch.linalg.svd(torch.zeros(0, 2)), torch.linalg.svd(torch.tensor([[-3.]])), torch.linalg.svdvals(torch.zeros(2, 2)), torch.linalg.svdvals(torch.eye(3).double()))
#: singular vectors of a larger matrix
i = torch.arange(12.); A = torch.sin(i.unsqueeze(1) * (i[:9] + 1) * 1.7 + i[:9])
U, S, Vh = torch.linalg.svd(A, full_matrices=False)
print(U[:3, :4], S, Vh[:3, :4], U.double().sum().item() < 100)
#: eigenvalues
A = torch.tensor([[2., 1, 0], [1, 3, 1], [0, 1, 4]])
L, Q = torch.linalg.eigh(A); print(L, Q.abs(), torch.allclose(Q @ torch.diag(L) @ Q.t(), A, atol=1e-5))
print(torch.linalg.eigvalsh(A), torch.linalg.eigvalsh(torch.stack([A, -A])), torch.linalg.eigvalsh(torch.tensor([[1., 9], [2, 1]])), torch.linalg.eigvalsh(torch.tensor([[1., 9], [2, 1]]), UPLO='U'))
print([x.shape for x in torch.linalg.eigh(torch.zeros(0, 0))], [x.shape for x in torch.linalg.eigh(torch.zeros(2, 0, 0))], torch.linalg.eigh(torch.tensor([[5.]])), torch.linalg.eigvalsh(torch.eye(3).double()))
#: eigenvectors of a larger matrix
i = torch.arange(30.).double(); A = torch.cos(i.unsqueeze(1) * i * 0.37) + torch.cos(i.unsqueeze(1) + i); A = A + A.t()
L, Q = torch.linalg.eigh(A); print(L[:5], L[-5:], Q[:3, -4:], Q[10:12, -3:])
#: triangles of positive matrices
A = torch.tensor([[4., 12, -16], [12, 37, -43], [-16, -43, 98]])
print(torch.linalg.cholesky(A), torch.linalg.cholesky(torch.stack([A, 4 * A]).double()), torch.linalg.cholesky(torch.zeros(0, 0)).shape, torch.linalg.cholesky(torch.tensor([[9.]])), torch.linalg.cholesky(torch.tensor([[4., 99], [2, 5]])))
#: what is nearest
A = torch.tensor([[1., 1], [1, 2], [1, 3]]); b = torch.tensor([[1.], [2], [2]])
print(torch.linalg.lstsq(A, b).solution, torch.linalg.lstsq(A, b).rank, torch.linalg.lstsq(A, b).residuals, torch.linalg.lstsq(A, b).singular_values)
print(torch.linalg.lstsq(A.t(), torch.ones(2, 1)).solution, torch.linalg.lstsq(torch.ones(3, 2), b).solution, torch.linalg.lstsq(torch.ones(3, 2), b).rank, torch.linalg.lstsq(torch.stack([A, A]), torch.stack([b, 2 * b])).solution, torch.linalg.lstsq(A.double(), b.double()).solution, torch.linalg.lstsq(A, b[:, 0]).solution)
r = lambda x: torch.round(x * 10000) / 10000 + 0.
print(r(torch.linalg.pinv(A)), r(torch.pinverse(A.t())), torch.linalg.pinv(torch.ones(2, 2)), torch.linalg.pinv(torch.zeros(2, 3)), torch.linalg.pinv(torch.stack([A, A])).shape, torch.linalg.pinv(torch.zeros(0, 3)).shape)
print(torch.linalg.matrix_rank(A), torch.linalg.matrix_rank(torch.ones(3, 3)), torch.linalg.matrix_rank(torch.stack([torch.eye(2), torch.ones(2, 2), torch.zeros(2, 2)])), torch.linalg.matrix_rank(torch.zeros(2, 0, 3)), torch.linalg.matrix_rank(torch.zeros(0, 3)))
#: gradients of factorizations
def slope(f, x):
    x = x.clone().requires_grad_(); y = f(x); (y if y.dim() == 0 else (y * torch.arange(1., y.numel() + 1).reshape(y.shape)).sum()).backward(); print(torch.round(x.grad * 1000) / 1000 + 0.)
A = torch.tensor([[4., 1, 0.5], [1, 3, 0.25], [0.5, 0.25, 2]]); B = torch.tensor([[1., 2], [0.5, -1], [3, 1]])
slope(torch.linalg.inv, A); slope(torch.linalg.det, A); slope(torch.linalg.cholesky, A); slope(torch.linalg.svdvals, B); slope(torch.linalg.eigvalsh, A); slope(torch.linalg.pinv, B)
slope(lambda x: torch.linalg.qr(x)[0], B); slope(lambda x: torch.linalg.qr(x)[1], B.t()); slope(lambda x: torch.linalg.svd(x, full_matrices=False)[0], B); slope(lambda x: torch.linalg.svd(x, full_matrices=False)[2], A); slope(lambda x: torch.linalg.eigh(x)[1] ** 2, A)
slope(lambda x: torch.linalg.solve(A, x), B); slope(lambda x: torch.linalg.solve(x, B), A); slope(lambda x: torch.linalg.lstsq(x, B).solution, A)
slope(lambda x: torch.linalg.solve(x, B), torch.stack([A, 2 * A])); slope(torch.linalg.det, torch.stack([A, 2 * A]))
#: numpy, with signs
A = np.array([[1., 2, 3], [4, 5, 6], [7, 8, 10]]); S = A + A.T
r = lambda x: np.round(x, 5) + 0.0
for u, s, v in [np.linalg.svd(A), np.linalg.svd(A[:2]), np.linalg.svd(A[:2], full_matrices=False), np.linalg.svd(A[:, :2])]:
    print(r(u), r(s), r(v))
L, Q = np.linalg.eigh(S); print(r(L), r(Q), r(np.linalg.eigvalsh(S)))
for m in ['reduced', 'complete']:
    q, t = np.linalg.qr(A[:, :2], mode=m); print(r(q), r(t))
print(r(np.linalg.qr(A, mode='r')), r(np.linalg.inv(A)), r(np.linalg.det(A)), r(np.linalg.solve(A, np.array([1., 2, 3]))), r(np.linalg.pinv(A[:2])), np.linalg.matrix_rank(A), np.linalg.matrix_rank(np.ones((2, 2))), np.linalg.matrix_rank(np.ones(3)), r(np.linalg.cholesky(S @ S)))
#: numpy, what is nearest
A = np.array([[1., 1], [1, 2], [1, 3]])
r = lambda x: np.round(x, 6) + 0.0
for a, b in [(A, np.array([1., 2, 2])), (A, np.array([[1., 2], [2, 2], [2, 0]])), (A.T, np.array([1., 2])), (np.ones((3, 2)), np.array([1., 2, 3])), (np.eye(2), np.ones(2))]:
    x, residuals, rank, s = np.linalg.lstsq(a, b, rcond=None); print(r(x), r(residuals), int(rank), r(s))
print(r(np.polyfit([0, 1, 2, 3], [1, 3, 5, 7.5], 1)), r(np.polyfit([0, 1, 2, 3], [1, 2, 9, 28], 3)), r(np.polyfit([1, 2, 3], [4, 5, 7], 0)))
#: numpy, what went wrong
def say(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, '|', e)
say(lambda: np.linalg.inv(np.ones((2, 2)))); say(lambda: np.linalg.solve(np.zeros((2, 2)), np.ones(2))); say(lambda: np.linalg.cholesky(-np.eye(2))); say(lambda: np.linalg.svd(np.array([[1, np.nan], [0, 1]]))); say(lambda: np.linalg.inv(np.ones((2, 3)))); say(lambda: np.linalg.inv(np.ones(2))); say(lambda: np.linalg.qr(np.ones(2))); say(lambda: np.linalg.lstsq(np.ones((2, 2)), np.ones(3))); say(lambda: np.linalg.lstsq(np.ones(2), np.ones(2))); say(lambda: np.linalg.qr(np.eye(2), mode='x'))
