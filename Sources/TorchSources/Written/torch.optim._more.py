"""Optimizers that are made of operations on tensors, one parameter after the other."""
import math

import torch
from torch.optim import Optimizer

__completes__ = "torch.optim"
__all__ = ["Adadelta", "Adafactor", "Adamax", "ASGD", "LBFGS", "Muon", "NAdam", "RAdam", "Rprop"]


def _check(name, value, fits):
    if not fits:
        raise ValueError(f"Invalid {name}: {value}")


def _check_betas(betas):
    for index, beta in enumerate(betas):
        if not 0.0 <= beta < 1.0:
            raise ValueError(f"Invalid beta parameter at index {index}: {beta}")


def _refuse(name, **flags):
    """What changes what a step does and is not here."""
    for flag, value in flags.items():
        if value:
            raise NotImplementedError(f"torch.optim.{name}({flag}=True) is not in Lagado")


class _Plain(Optimizer):
    """An optimizer that moves one parameter after the other."""

    def step(self, closure=None):
        """Moves the parameters; a closure computes the loss anew before."""
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        with torch.no_grad():
            for group in self.param_groups:
                for param in group["params"]:
                    if param.grad is not None:
                        grad = -param.grad if group["maximize"] else param.grad
                        self._move(param, grad, self.state[param], group)
        return loss

    def _decayed(self, param, grad, group):
        return grad.add(param, alpha=group["weight_decay"]) if group["weight_decay"] != 0 else grad


class Adadelta(_Plain):
    """Steps from running means of squared gradients and of squared steps (Zeiler 2012)."""

    def __init__(self, params, lr=1.0, rho=0.9, eps=1e-6, weight_decay=0, foreach=None, *, capturable=False,
                 maximize=False, differentiable=False):
        _check("learning rate", lr, 0.0 <= lr)
        _check("rho value", rho, 0.0 <= rho <= 1.0)
        _check("epsilon value", eps, 0.0 <= eps)
        _check("weight_decay value", weight_decay, 0.0 <= weight_decay)
        _refuse("Adadelta", capturable=capturable, differentiable=differentiable)
        super().__init__(params, dict(lr=lr, rho=rho, eps=eps, weight_decay=weight_decay, maximize=maximize,
                                      capturable=capturable, foreach=foreach, differentiable=differentiable))

    def _move(self, param, grad, state, group):
        if not state:
            state["step"] = torch.tensor(0.0)
            state["square_avg"] = torch.zeros_like(param)
            state["acc_delta"] = torch.zeros_like(param)
        state["step"] += 1
        grad = self._decayed(param, grad, group)
        rho, eps = group["rho"], group["eps"]
        squares, steps = state["square_avg"], state["acc_delta"]
        squares.mul_(rho).addcmul_(grad, grad, value=1 - rho)
        delta = steps.add(eps).sqrt_().div_(squares.add(eps).sqrt_()).mul_(grad)
        steps.mul_(rho).addcmul_(delta, delta, value=1 - rho)
        param.add_(delta, alpha=-group["lr"])


class Adamax(_Plain):
    """Adam with the largest gradient so far in place of the mean of squares (Kingma & Ba 2015)."""

    def __init__(self, params, lr=2e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, foreach=None, *,
                 maximize=False, differentiable=False, capturable=False):
        _check("learning rate", lr, 0.0 <= lr)
        _check("epsilon value", eps, 0.0 <= eps)
        _check_betas(betas)
        _check("weight_decay value", weight_decay, 0.0 <= weight_decay)
        _refuse("Adamax", capturable=capturable, differentiable=differentiable)
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay, foreach=foreach,
                                      maximize=maximize, differentiable=differentiable, capturable=capturable))

    def _move(self, param, grad, state, group):
        if not state:
            state["step"] = torch.tensor(0.0)
            state["exp_avg"] = torch.zeros_like(param)
            state["exp_inf"] = torch.zeros_like(param)
        state["step"] += 1
        beta1, beta2 = group["betas"]
        grad = self._decayed(param, grad, group)
        state["exp_avg"].lerp_(grad, 1 - beta1)
        largest = state["exp_inf"]
        largest.copy_(torch.maximum(largest.mul_(beta2), grad.abs().add_(group["eps"])))
        rate = group["lr"] / (1 - beta1 ** float(state["step"]))
        param.addcdiv_(state["exp_avg"], largest, value=-rate)


class ASGD(_Plain):
    """Stochastic gradient descent with a mean of the parameters (Polyak & Juditsky 1992)."""

    def __init__(self, params, lr=1e-2, lambd=1e-4, alpha=0.75, t0=1e6, weight_decay=0, foreach=None,
                 maximize=False, differentiable=False, capturable=False):
        _check("learning rate", lr, 0.0 <= lr)
        _check("weight_decay value", weight_decay, 0.0 <= weight_decay)
        _refuse("ASGD", capturable=capturable, differentiable=differentiable)
        super().__init__(params, dict(lr=lr, lambd=lambd, alpha=alpha, t0=t0, weight_decay=weight_decay,
                                      foreach=foreach, maximize=maximize, differentiable=differentiable,
                                      capturable=capturable))

    def _move(self, param, grad, state, group):
        if not state:
            state["step"] = torch.zeros(())
            state["eta"] = torch.as_tensor(group["lr"], dtype=torch.float32).clone()
            state["mu"] = torch.ones(())
            state["ax"] = torch.zeros_like(param)
        state["step"] += 1
        step = float(state["step"])
        grad = self._decayed(param, grad, group)
        eta, mu, mean = float(state["eta"]), float(state["mu"]), state["ax"]
        param.mul_(1 - group["lambd"] * eta)
        param.add_(grad, alpha=-eta)
        if mu != 1:
            mean.add_(param.sub(mean).mul_(mu))
        else:
            mean.copy_(param)
        state["eta"].copy_(torch.as_tensor(group["lr"] / (1 + group["lambd"] * group["lr"] * step) ** group["alpha"]))
        state["mu"].copy_(torch.as_tensor(1 / max(1, step - group["t0"])))


class NAdam(_Plain):
    """Adam with Nesterov's momentum (Dozat 2016)."""

    def __init__(self, params, lr=2e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, momentum_decay=4e-3,
                 decoupled_weight_decay=False, *, foreach=None, maximize=False, capturable=False,
                 differentiable=False):
        _check("learning rate", lr, 0.0 <= lr)
        _check("epsilon value", eps, 0.0 <= eps)
        _check_betas(betas)
        _check("weight_decay value", weight_decay, 0.0 <= weight_decay)
        _check("momentum_decay value", momentum_decay, 0.0 <= momentum_decay)
        _refuse("NAdam", capturable=capturable, differentiable=differentiable)
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay,
                                      momentum_decay=momentum_decay, decoupled_weight_decay=decoupled_weight_decay,
                                      maximize=maximize, foreach=foreach, capturable=capturable,
                                      differentiable=differentiable))

    def _move(self, param, grad, state, group):
        if not state:
            state["step"] = torch.tensor(0.0)
            state["mu_product"] = torch.ones(())
            state["exp_avg"] = torch.zeros_like(param)
            state["exp_avg_sq"] = torch.zeros_like(param)
        state["step"] += 1
        step = float(state["step"])
        beta1, beta2 = group["betas"]
        rate = group["lr"]
        if group["weight_decay"] != 0 and group["decoupled_weight_decay"]:
            param.mul_(1 - rate * group["weight_decay"])
        else:
            grad = self._decayed(param, grad, group)

        def momentum(step):
            return beta1 * (1.0 - 0.5 * (0.96 ** (step * group["momentum_decay"])))

        now, later = momentum(step), momentum(step + 1)
        state["mu_product"] *= now
        product = float(state["mu_product"])
        state["exp_avg"].lerp_(grad, 1 - beta1)
        state["exp_avg_sq"].mul_(beta2).addcmul_(grad, grad, value=1 - beta2)
        root = state["exp_avg_sq"].div(1 - beta2 ** step).sqrt_().add_(group["eps"])
        param.addcdiv_(grad, root, value=-rate * (1.0 - now) / (1.0 - product))
        param.addcdiv_(state["exp_avg"], root, value=-rate * later / (1.0 - product * later))


class RAdam(_Plain):
    """Adam whose first steps know how little they know (Liu and others 2020)."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, decoupled_weight_decay=False,
                 *, foreach=None, maximize=False, capturable=False, differentiable=False):
        _check("learning rate", lr, 0.0 <= lr)
        _check("epsilon value", eps, 0.0 <= eps)
        _check_betas(betas)
        _check("weight_decay value", weight_decay, 0.0 <= weight_decay)
        _refuse("RAdam", capturable=capturable, differentiable=differentiable)
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay, maximize=maximize,
                                      foreach=foreach, capturable=capturable,
                                      decoupled_weight_decay=decoupled_weight_decay, differentiable=differentiable))

    def _move(self, param, grad, state, group):
        if not state:
            state["step"] = torch.tensor(0.0)
            state["exp_avg"] = torch.zeros_like(param)
            state["exp_avg_sq"] = torch.zeros_like(param)
        state["step"] += 1
        step = float(state["step"])
        beta1, beta2 = group["betas"]
        rate = group["lr"]
        if group["weight_decay"] != 0 and group["decoupled_weight_decay"]:
            param.mul_(1 - rate * group["weight_decay"])
        else:
            grad = self._decayed(param, grad, group)
        state["exp_avg"].lerp_(grad, 1 - beta1)
        state["exp_avg_sq"].mul_(beta2).addcmul_(grad, grad, value=1 - beta2)
        rest = 1 - beta2 ** step
        mean = state["exp_avg"] / (1 - beta1 ** step)
        most = 2 / (1 - beta2) - 1
        length = most - 2 * step * (beta2 ** step) / rest
        if length <= 5.0:
            param.add_(mean * rate, alpha=-1.0)
            return
        share = ((length - 4) * (length - 2) * most / ((most - 4) * (most - 2) * length)) ** 0.5
        adaptive = (rest ** 0.5) / state["exp_avg_sq"].sqrt().add_(group["eps"])
        param.add_(mean * rate * adaptive * share, alpha=-1.0)


class Rprop(_Plain):
    """Steps by the signs of the gradients alone (Riedmiller & Braun 1993)."""

    def __init__(self, params, lr=1e-2, etas=(0.5, 1.2), step_sizes=(1e-6, 50), *, capturable=False, foreach=None,
                 maximize=False, differentiable=False):
        _check("learning rate", lr, 0.0 <= lr)
        if not 0.0 < etas[0] < 1.0 < etas[1]:
            raise ValueError(f"Invalid eta values: {etas[0]}, {etas[1]}")
        _refuse("Rprop", capturable=capturable, differentiable=differentiable)
        super().__init__(params, dict(lr=lr, etas=etas, step_sizes=step_sizes, foreach=foreach, maximize=maximize,
                                      differentiable=differentiable, capturable=capturable))

    def _move(self, param, grad, state, group):
        if not state:
            state["step"] = torch.zeros(())
            state["prev"] = torch.zeros_like(param)
            state["step_size"] = torch.full_like(grad, group["lr"])
        state["step"] += 1
        slower, faster = group["etas"]
        signs = grad.mul(state["prev"]).sign()
        factor = torch.ones_like(grad)
        factor[signs > 0] = faster
        factor[signs < 0] = slower
        state["step_size"].mul_(factor).clamp_(*group["step_sizes"])
        grad = grad.clone()
        grad[signs < 0] = 0
        param.addcmul_(grad.sign(), state["step_size"], value=-1)
        state["prev"].copy_(grad)


class Adafactor(_Plain):
    """Adam with rows and columns in place of all squares (Shazeer & Stern 2018)."""

    def __init__(self, params, lr=1e-2, beta2_decay=-0.8, eps=(None, 1e-3), d=1.0, weight_decay=0.0, *,
                 foreach=None, maximize=False):
        _check("Learning rate should be >= 0 but is", lr, 0.0 <= lr)
        if not 0.0 >= beta2_decay:
            raise ValueError(f"beta2_decay should be <= 0 but is: {beta2_decay}")
        if eps[0] is not None and not 0.0 <= eps[0]:
            raise ValueError(f"epsilon1 should be >= 0 but is: {eps[0]}")
        if not 0.0 <= eps[1]:
            raise ValueError(f"epsilon2 should be >= 0 but is: {eps[1]}")
        if not 1.0 <= d:
            raise ValueError(f"Clipping threshold d should be >= 1 but is: {d}")
        if not 0.0 <= weight_decay:
            raise ValueError(f"weight_decay should be >= 0 but is: {weight_decay}")
        super().__init__(params, dict(lr=lr, beta2_decay=beta2_decay, eps=eps, d=d, weight_decay=weight_decay,
                                      foreach=foreach, maximize=maximize))

    def _move(self, param, grad, state, group):
        if not state:
            state["step"] = torch.tensor(0.0)
            if grad.dim() > 1:
                state["row_var"] = grad.new_zeros(*grad.shape[:-1], 1)
                state["col_var"] = grad.new_zeros(*grad.shape[:-2], 1, grad.shape[-1])
            else:
                state["variance"] = torch.zeros_like(grad)
        state["step"] += 1
        step, rate = float(state["step"]), group["lr"]
        small, least = group["eps"]
        if small is None:
            small = torch.finfo(param.dtype).eps
        fresh = step ** group["beta2_decay"]
        alpha = max(least, float(param.norm(2)) / param.numel() ** 0.5) * min(rate, 1 / step ** 0.5)
        if group["weight_decay"] != 0:
            param.mul_(1 - rate * group["weight_decay"])
        if grad.dim() > 1:
            rows = torch.norm(grad, dim=-1, keepdim=True).square_().div_(grad.size(-1))
            columns = torch.norm(grad, dim=-2, keepdim=True).square_().div_(grad.size(-2))
            state["row_var"].lerp_(rows, fresh)
            state["col_var"].lerp_(columns, fresh)
            variance = state["row_var"] @ state["col_var"]
            variance.div_(state["row_var"].mean(dim=-2, keepdim=True).clamp_(min=small))
        else:
            state["variance"].lerp_(grad * grad, fresh)
            variance = state["variance"].clone()
        update = variance.clamp_(min=small * small).rsqrt_().mul_(grad)
        divisor = max(1.0, float(update.norm(2)) / (update.numel() ** 0.5 * group["d"]))
        param.add_(update, alpha=-alpha / divisor)


def _orthogonal(grad, coefficients, steps, eps):
    """The nearest matrix with orthogonal rows, by Newton and Schulz's steps in bfloat16."""
    a, b, c = coefficients
    x = grad.bfloat16()
    wide = grad.size(0) > grad.size(1)
    if wide:
        x = x.T
    x = x / x.norm().clamp(min=eps)
    for _ in range(steps):
        gram = x @ x.T
        gram = torch.addmm(gram, gram, gram, beta=b, alpha=c)
        x = torch.addmm(x, gram, x, beta=a)
    return x.T if wide else x


class Muon(_Plain):
    """Momentum whose matrix is made orthogonal before each step (Jordan and others 2024); for matrices alone."""

    def __init__(self, params, lr=1e-3, weight_decay=0.1, momentum=0.95, nesterov=True,
                 ns_coefficients=(3.4445, -4.775, 2.0315), eps=1e-7, ns_steps=5, adjust_lr_fn=None):
        if not 0.0 <= lr:
            raise ValueError(f"Learning rate should be >= 0 but is: {lr}")
        if not 0.0 <= momentum:
            raise ValueError(f"momentum should be >= 0 but is: {momentum}")
        if not 0.0 <= weight_decay:
            raise ValueError(f"weight decay should be >= 0 but is: {weight_decay}")
        if adjust_lr_fn is not None and adjust_lr_fn not in ("original", "match_rms_adamw"):
            raise ValueError(f"Adjust learning rate function {adjust_lr_fn} is not supported")
        super().__init__(params, dict(lr=lr, weight_decay=weight_decay, momentum=momentum, nesterov=nesterov,
                                      ns_coefficients=ns_coefficients, eps=eps, ns_steps=ns_steps,
                                      adjust_lr_fn=adjust_lr_fn))
        for group in self.param_groups:
            for param in group["params"]:
                if param.dim() != 2:
                    raise ValueError("Muon only supports 2D parameters whereas we found a parameter with size: "
                                     f"{param.size()}")

    def step(self, closure=None):
        """Moves the parameters; a closure computes the loss anew before."""
        for group in self.param_groups:
            group.setdefault("maximize", False)
        try:
            return super().step(closure)
        finally:
            for group in self.param_groups:
                group.pop("maximize")

    def _move(self, param, grad, state, group):
        if not state:
            state["momentum_buffer"] = torch.zeros_like(grad)
        buffer, momentum = state["momentum_buffer"], group["momentum"]
        buffer.lerp_(grad, 1 - momentum)
        update = grad.lerp(buffer, momentum) if group["nesterov"] else buffer
        update = _orthogonal(update, group["ns_coefficients"], group["ns_steps"], group["eps"])
        rows, columns = param.shape[:2]
        if group["adjust_lr_fn"] == "match_rms_adamw":
            ratio = 0.2 * math.sqrt(max(rows, columns))
        else:
            ratio = math.sqrt(max(1, rows / columns))
        param.mul_(1 - group["lr"] * group["weight_decay"])
        param.add_(update, alpha=-group["lr"] * ratio)


def _cubic_minimum(x1, f1, g1, x2, f2, g2, bounds=None):
    """Where the cubic through two points with two slopes is lowest, between bounds."""
    low, high = bounds if bounds is not None else ((x1, x2) if x1 <= x2 else (x2, x1))
    d1 = g1 + g2 - 3 * (f1 - f2) / (x1 - x2)
    square = d1 ** 2 - g1 * g2
    if square < 0:
        return (low + high) / 2.0
    d2 = square ** 0.5
    if x1 <= x2:
        place = x2 - (x2 - x1) * ((g2 + d2 - d1) / (g2 - g1 + 2 * d2))
    else:
        place = x1 - (x1 - x2) * ((g1 + d2 - d1) / (g1 - g2 + 2 * d2))
    return min(max(place, low), high)


def _strong_wolfe(evaluate, t, d, f, g, gtd, c1=1e-4, c2=0.9, tolerance=1e-9, most=25):
    """A step along d that lowers the loss by enough and the slope by enough (Nocedal & Wright 2006, 3.5)."""
    d_norm = d.abs().max()
    g = g.clone()
    f_new, g_new = evaluate(t)
    evaluations = 1
    gtd_new = g_new.dot(d)
    t_before, f_before, g_before, gtd_before = 0, f, g, gtd
    done, count = False, 0
    # Rows of the bracket: step, loss, gradient, slope.
    while count < most:
        here = (t, f_new, g_new.clone(), gtd_new)
        if f_new > f + c1 * t * gtd or (count > 1 and f_new >= f_before):
            bracket = [(t_before, f_before, g_before, gtd_before), here]
            break
        if abs(gtd_new) <= -c2 * gtd:
            bracket, done = [(t, f_new, g_new, gtd_new)], True
            break
        if gtd_new >= 0:
            bracket = [(t_before, f_before, g_before, gtd_before), here]
            break
        low, high = t + 0.01 * (t - t_before), t * 10
        next_t = _cubic_minimum(t_before, f_before, gtd_before, t, f_new, gtd_new, bounds=(low, high))
        t_before, f_before, g_before, gtd_before = t, f_new, g_new.clone(), gtd_new
        t = next_t
        f_new, g_new = evaluate(t)
        evaluations += 1
        gtd_new = g_new.dot(d)
        count += 1
    if count == most:
        bracket = [(0, f, g, gtd), (t, f_new, g_new, gtd_new)]
    slow = False
    lower, upper = (0, 1) if bracket[0][1] <= bracket[-1][1] else (1, 0)
    while not done and count < most:
        if abs(bracket[1][0] - bracket[0][0]) * d_norm < tolerance:
            break
        t = _cubic_minimum(bracket[0][0], bracket[0][1], bracket[0][3], bracket[1][0], bracket[1][1], bracket[1][3])
        left, right = min(row[0] for row in bracket), max(row[0] for row in bracket)
        margin = 0.1 * (right - left)
        if min(right - t, t - left) < margin:
            if slow or t >= right or t <= left:
                t = right - margin if abs(t - right) < abs(t - left) else left + margin
                slow = False
            else:
                slow = True
        else:
            slow = False
        f_new, g_new = evaluate(t)
        evaluations += 1
        gtd_new = g_new.dot(d)
        count += 1
        here = (t, f_new, g_new.clone(), gtd_new)
        if f_new > f + c1 * t * gtd or f_new >= bracket[lower][1]:
            bracket[upper] = here
            lower, upper = (0, 1) if bracket[0][1] <= bracket[1][1] else (1, 0)
        else:
            if abs(gtd_new) <= -c2 * gtd:
                done = True
            elif gtd_new * (bracket[upper][0] - bracket[lower][0]) >= 0:
                bracket[upper] = bracket[lower]
            bracket[lower] = here
    t, f_new, g_new, _ = bracket[lower] if len(bracket) > 1 else bracket[0]
    return f_new, g_new, t, evaluations


class LBFGS(Optimizer):
    """Steps along the gradient as the last gradients bend it (Liu & Nocedal 1989). step() wants a closure."""

    def __init__(self, params, lr=1, max_iter=20, max_eval=None, tolerance_grad=1e-7, tolerance_change=1e-9,
                 history_size=100, line_search_fn=None, *, maximize=False):
        _check("learning rate", lr, 0.0 <= lr)
        if max_eval is None:
            max_eval = max_iter * 5 // 4
        super().__init__(params, dict(lr=lr, max_iter=max_iter, max_eval=max_eval, tolerance_grad=tolerance_grad,
                                      tolerance_change=tolerance_change, history_size=history_size,
                                      line_search_fn=line_search_fn, maximize=maximize))
        if len(self.param_groups) != 1:
            raise ValueError("LBFGS doesn't support per-parameter options (parameter groups)")
        self._params = self.param_groups[0]["params"]

    def _gradient(self):
        parts = [p.new_zeros(p.numel()) if p.grad is None else p.grad.reshape(-1) for p in self._params]
        flat = torch.cat(parts)
        return -flat if self.param_groups[0]["maximize"] else flat

    def _go(self, t, d):
        start = 0
        for p in self._params:
            p.add_(d[start:start + p.numel()].view_as(p), alpha=t)
            start += p.numel()

    def _loss(self, closure):
        with torch.enable_grad():
            value = closure()
        return value

    def step(self, closure):
        """Several steps, each with the loss computed anew by the closure."""
        if len(self.param_groups) != 1:
            raise AssertionError("LBFGS wants one parameter group")
        with torch.no_grad():
            return self._steps(closure)

    def _steps(self, closure):
        group = self.param_groups[0]
        sign = -1 if group["maximize"] else 1
        state = self.state[self._params[0]]
        state.setdefault("func_evals", 0)
        state.setdefault("n_iter", 0)
        first = self._loss(closure)
        loss = sign * float(first)
        evaluations = 1
        state["func_evals"] += 1
        g = self._gradient()
        flat_enough = g.abs().max() <= group["tolerance_grad"]
        if flat_enough:
            return first
        d, t = state.get("d"), state.get("t")
        ys, ss, ro = state.get("old_dirs"), state.get("old_stps"), state.get("ro")
        scale, g_before = state.get("H_diag"), state.get("prev_flat_grad")
        loss_before = state.get("prev_loss")
        count, shares = 0, state.get("al")
        while count < group["max_iter"]:
            count += 1
            state["n_iter"] += 1
            if state["n_iter"] == 1:
                d = g.neg()
                ys, ss, ro, scale = [], [], [], 1
            else:
                y, s = g.sub(g_before), d.mul(t)
                curvature = y.dot(s)
                if curvature > 1e-10:
                    if len(ys) == group["history_size"]:
                        for row in (ys, ss, ro):
                            row.pop(0)
                    ys.append(y)
                    ss.append(s)
                    ro.append(1.0 / curvature)
                    scale = curvature / y.dot(y)
                shares = [None] * len(ys)
                q = g.neg()
                for i in range(len(ys) - 1, -1, -1):
                    shares[i] = ss[i].dot(q) * ro[i]
                    q.add_(ys[i], alpha=-float(shares[i]))
                d = q.mul(scale)
                for i in range(len(ys)):
                    back = ys[i].dot(d) * ro[i]
                    d.add_(ss[i], alpha=float(shares[i] - back))
            g_before = g.clone()
            loss_before = loss
            if state["n_iter"] == 1:
                t = min(1.0, float(1.0 / g.abs().sum())) * group["lr"]
            else:
                t = group["lr"]
            gtd = g.dot(d)
            if gtd > -group["tolerance_change"]:
                break
            more = 0
            if group["line_search_fn"] is not None:
                if group["line_search_fn"] != "strong_wolfe":
                    raise RuntimeError("only 'strong_wolfe' is supported")
                before = [p.clone() for p in self._params]

                def evaluate(t):
                    self._go(t, d)
                    value = sign * float(self._loss(closure))
                    gradient = self._gradient()
                    for p, old in zip(self._params, before):
                        p.copy_(old)
                    return value, gradient

                loss, g, t, more = _strong_wolfe(evaluate, t, d, loss, g, gtd)
                self._go(float(t), d)
                flat_enough = g.abs().max() <= group["tolerance_grad"]
            else:
                self._go(t, d)
                if count != group["max_iter"]:
                    loss = sign * float(self._loss(closure))
                    g = self._gradient()
                    flat_enough = g.abs().max() <= group["tolerance_grad"]
                    more = 1
            evaluations += more
            state["func_evals"] += more
            if (count == group["max_iter"] or evaluations >= group["max_eval"] or flat_enough
                    or d.mul(t).abs().max() <= group["tolerance_change"]
                    or abs(loss - loss_before) < group["tolerance_change"]):
                break
        state.update(d=d, t=t, old_dirs=ys, old_stps=ss, ro=ro, H_diag=scale, prev_flat_grad=g_before,
                     prev_loss=loss_before)
        if shares is not None:
            state["al"] = shares
        return first


for _kind in (Adadelta, Adafactor, Adamax, ASGD, LBFGS, Muon, NAdam, RAdam, Rprop):
    _kind.__module__ = "torch.optim." + ("_adafactor" if _kind is Adafactor else "_muon" if _kind is Muon
                                         else _kind.__name__.lower())
