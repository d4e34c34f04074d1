#: functions of one number, in place
x = torch.tensor([0.25, 0.5, 0.75])
[getattr(x.clone(), name)() for name in ['asin_', 'acos_', 'atan_', 'arctan_', 'sinh_', 'cosh_', 'exp2_', 'logit_', 'sinc_', 'lgamma_', 'frac_', 'fix_', 'negative_', 'absolute_', 'deg2rad_', 'rad2deg_']]
#: functions of two numbers, in place
x, y = torch.tensor([-1.5, 0.5, 2.]), torch.tensor([2., -3., 0.75])
[getattr(x.clone(), name)(y) for name in ['atan2_', 'hypot_', 'fmod_', 'copysign_', 'xlogy_', 'heaviside_', 'ldexp_', 'multiply_', 'subtract_', 'divide_', 'true_divide_']]
#: bits and divisors in place
x, y = torch.tensor([12, 18, 7]), torch.tensor([8, 12, 14])
[getattr(x.clone(), name)(y) for name in ['gcd_', 'lcm_', 'bitwise_and_', 'bitwise_or_', 'bitwise_xor_']], x.clone().bitwise_not_()
#: bounds in place
x = torch.tensor([-1., float('nan'), float('inf')])
x.clone().nan_to_num_(), x.clone().nan_to_num_(7, posinf=1), x.clone().clamp_min_(0), x.clone().clamp_max_(0)
#: running sums and products in place
x = torch.tensor([[1., 2.], [3., 4.]])
x.clone().cumsum_(0), x.clone().cumprod_(1), x.clone().addmm_(x, x, beta=2, alpha=0.5), x[None].clone().baddbmm_(x[None], x[None]), x.clone().tril_(), x.clone().triu_(1)
#: in place and recorded
a = torch.tensor([0.2, 0.4], requires_grad=True)
b = (a * 2).asin_().cumsum_(0)
b.sum().backward()
a.grad, b
#: in place on a leaf is refused
torch.ones(2, requires_grad=True).atan_()
#: no such method
x = torch.ones(2)
[hasattr(x, name) for name in ['positive_', 'signbit_', 'maximum_', 'logaddexp_', 'isnan_', 'diff_']]
#: several axes rolled and moved in arrays
a = np.arange(6).reshape(2, 3)
np.roll(a, (1, 1), axis=(0, 1)), np.moveaxis(np.zeros((2, 3, 4)), (0, 1), (2, 0)).shape
#: largest number of the type
np.nan_to_num(np.array([np.nan, np.inf, -np.inf], dtype=np.float32)), np.nan_to_num([np.nan, np.inf])
#: huber with settings in order
F.huber_loss(torch.tensor([1., 4.]), torch.tensor([0., 0.]), 'sum', 2.), nn.HuberLoss('sum', 2.)(torch.tensor([1., 4.]), torch.zeros(2))
