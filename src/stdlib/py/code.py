"""An interpreter that reads statements from a program."""

__all__ = ['InteractiveInterpreter', 'InteractiveConsole', 'interact', 'compile_command']

import sys
from codeop import CommandCompiler, compile_command


class InteractiveInterpreter:
    """Runs sources in one namespace."""

    def __init__(self, locals=None):
        self.locals = {'__name__': '__console__', '__doc__': None} if locals is None else locals
        self.compile = CommandCompiler()

    def runsource(self, source, filename='<input>', symbol='single'):
        """Run a source if it is complete; return whether more must come."""
        try:
            code = self.compile(source, filename, symbol)
        except (OverflowError, SyntaxError, ValueError):
            self.showsyntaxerror(filename, source=source)
            return False
        if code is None:
            return True
        self.runcode(code)
        return False

    def runcode(self, code):
        try:
            exec(code, self.locals)
        except SystemExit:
            raise
        except:
            self.showtraceback()

    def showsyntaxerror(self, filename=None, **kwargs):
        kind, error, _ = sys.exc_info()
        if filename and issubclass(kind, SyntaxError):
            error.filename = filename
        self._show(kind, error.with_traceback(None), None)

    def showtraceback(self):
        kind, error, tb = sys.exc_info()
        # Without the frame of `runcode`.
        self._show(kind, error, tb.tb_next)

    def _show(self, kind, error, tb):
        import traceback
        sys.last_type, sys.last_value, sys.last_traceback = kind, error, tb
        sys.last_exc = error.with_traceback(tb)
        if sys.excepthook is sys.__excepthook__:
            self.write(''.join(traceback.format_exception(kind, error, tb)))
        else:
            sys.excepthook(kind, error, tb)

    def write(self, data):
        sys.stderr.write(data)


class InteractiveConsole(InteractiveInterpreter):
    """Collects lines until they are complete."""

    def __init__(self, locals=None, filename='<console>', *, local_exit=False):
        super().__init__(locals)
        self.filename = filename
        self.local_exit = local_exit
        self.resetbuffer()

    def resetbuffer(self):
        self.buffer = []

    def push(self, line, filename=None, _symbol='single'):
        """Take a line; return whether more must come."""
        self.buffer.append(line)
        more = self.runsource('\n'.join(self.buffer), self.filename if filename is None else filename, symbol=_symbol)
        if not more:
            self.resetbuffer()
        return more

    def raw_input(self, prompt=''):
        return input(prompt)

    def interact(self, banner=None, exitmsg=None):
        """Read and run lines to the end of the input."""
        if banner is None:
            banner = f'Python {sys.version} on {sys.platform}\n({type(self).__name__})'
        if banner:
            self.write(f'{banner}\n')
        try:
            self._read_and_run()
        finally:
            if exitmsg is None:
                self.write(f'now exiting {type(self).__name__}...\n')
            elif exitmsg:
                self.write(f'{exitmsg}\n')

    def _read_and_run(self):
        more = False
        while True:
            try:
                line = self.raw_input(getattr(sys, 'ps2', '... ') if more else getattr(sys, 'ps1', '>>> '))
            except EOFError:
                self.write('\n')
                break
            except KeyboardInterrupt:
                self.write('\nKeyboardInterrupt\n')
                self.resetbuffer()
                more = False
                continue
            try:
                more = self.push(line)
            except SystemExit:
                if not self.local_exit:
                    raise
                self.write('\n')
                break


def interact(banner=None, readfunc=None, local=None, exitmsg=None, local_exit=False):
    console = InteractiveConsole(local, local_exit=local_exit)
    if readfunc is not None:
        console.raw_input = readfunc
    console.interact(banner, exitmsg)
