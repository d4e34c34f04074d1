import Language

/// `urllib`: texts from the network, by the downloader behind `load`.
enum AddressModules {
    static func install(in interpreter: Interpreter) {
        interpreter.register(module: "urllib") {
            ModuleValue("urllib", documentation: "Texts from the network; see urllib.request.")
        }
        interpreter.register(module: "urllib.error", source: errors)
        interpreter.register(module: "urllib.request", source: request)
    }

    private static let errors = #"""
        """What is raised where nothing comes."""

        __all__ = ["HTTPError", "URLError"]


        class URLError(OSError):
            """Nothing comes from an address."""

            def __init__(self, reason):
                self.reason = reason
                OSError.__init__(self, reason)

            def __str__(self):
                return f"<urlopen error {self.reason}>"


        class HTTPError(URLError):
            """A server refuses."""
        """#

    private static let request = #"""
        """Texts from the network."""
        import io
        import os
        import tempfile
        from urllib.error import HTTPError, URLError

        __all__ = ["Request", "urlopen", "urlretrieve"]


        class Request:
            """An address with headers; a text that everyone may read comes the same without them."""

            def __init__(self, url, data=None, headers={}, origin_req_host=None, unverifiable=False,
                         method=None):
                if data is not None or method not in (None, "GET"):
                    raise NotImplementedError("urllib.request.Request sends nothing in Lagado")
                self.full_url, self.headers = url, dict(headers)

            def get_full_url(self):
                """The address."""
                return self.full_url


        class _Response(io.BytesIO):
            def __init__(self, url, content):
                io.BytesIO.__init__(self, content)
                self.url, self.status, self.code, self.reason = url, 200, 200, "OK"

            def geturl(self):
                """The address."""
                return self.url

            def getcode(self):
                """200: anything else is an error."""
                return 200


        def _content(url):
            address = url.full_url if isinstance(url, Request) else url
            if not isinstance(address, str) or "://" not in address:
                raise ValueError(f"unknown url type: {address!r}")
            try:
                return address, load(address).encode("utf-8")
            except OSError as error:
                raise URLError(str(error))


        def urlopen(url, data=None, timeout=None, *, cafile=None, capath=None, cadefault=False, context=None):
            """What comes from an address, as a file of bytes."""
            if data is not None:
                raise NotImplementedError("urllib.request.urlopen(data=...) sends nothing in Lagado")
            return _Response(*_content(url))


        def urlretrieve(url, filename=None, reporthook=None, data=None):
            """Writes what comes from an address into a file."""
            if data is not None:
                raise NotImplementedError("urllib.request.urlretrieve(data=...) sends nothing in Lagado")
            address, content = _content(url)
            if filename is None:
                filename = tempfile.mktemp()
            with open(filename, "wb") as file:
                file.write(content)
            if reporthook is not None:
                reporthook(1, len(content), len(content))
            return filename, None
        """#
}
