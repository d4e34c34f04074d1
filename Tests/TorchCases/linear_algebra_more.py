#: functions of matrices that are made of others
torch.manual_seed(0)
A = torch.randn(3, 3)
L = torch.linalg
print(L.cross(A[0], A[1]), L.vecdot(A, A), L.diagonal(A, offset=1), L.vander(torch.tensor([1., 2., 3.])), L.matmul(A, A).equal(A @ A))
print([f"{float(L.cond(A, p)):.3f}" for p in (None, -2, 'fro', float('inf'))], L.matrix_exp(A), L.matrix_exp(torch.tensor([[0., -5.], [5., 0.]])))
s = L.slogdet(A)
print(s.sign, s.logabsdet, L.slogdet(torch.eye(2) * -1).sign, L.inv_ex(A).info, L.cholesky_ex(torch.eye(2) * 4).L)
print(L.solve_triangular(A, torch.ones(3, 1), upper=True), L.solve_triangular(A, torch.ones(1, 3), upper=False, left=False, unitriangular=True))
P, Lo, U = L.lu(A)
print(P, Lo, U, torch.allclose(P @ Lo @ U, A, atol=1e-6))
print(L.multi_dot([A, A[:, :1], A[:1], A[0]]), L.tensorinv(torch.eye(4).reshape(2, 2, 2, 2)).shape)
#: frequencies
print(torch.fft.fftfreq(5), torch.fft.fftfreq(4, d=0.5), torch.fft.rfftfreq(6), torch.fft.fftshift(torch.arange(5)), torch.fft.ifftshift(torch.fft.fftshift(torch.arange(5))), torch.fft.fftshift(torch.arange(6).view(2, 3), dim=1))
#: special functions
S = torch.special
x = torch.tensor([-1.5, 0., 0.25, 2.])
print(S.expit(x), S.erf(x), S.gammaln(x.abs() + 1), S.logit(torch.tensor([0.2, 0.7])), S.logsumexp(x, 0), S.xlogy(x, x.abs()), S.xlog1py(x, x.abs()), S.entr(x), S.ndtr(x), S.exp2(x), S.sinc(x), S.softmax(x, 0))
print(S.log_ndtr(torch.tensor([-30., -6., -2., 0., 3.])))
#: draws that leave the generator as it was
torch.random.manual_seed(3)
a = torch.rand(2)
with torch.random.fork_rng():
    torch.rand(5)
b = torch.rand(2)
torch.random.manual_seed(3)
print(torch.equal(a, torch.rand(2)), torch.equal(b, torch.rand(2)), torch.random.initial_seed())
