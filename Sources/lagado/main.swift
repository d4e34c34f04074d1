print("lagado")
