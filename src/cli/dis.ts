/**
 * `pytracify dis`: the disassembly of a program, as `python3.13 -m dis` prints it.
 */
import type { Command } from 'commander'
import { compile } from '../vm/compile_source'
import { dis } from '../compile/dis'
import { readInput } from './host'

export function registerDis(program: Command): void {
  program
    .command('dis')
    .description('show the byte code of a program, as python3.13 -m dis does')
    .argument('[file]', 'the program; standard input if left out or -', '-')
    .option('-C, --show-caches', 'show inline caches')
    .option('-O, --show-offsets', 'show instruction offsets')
    .action((file: string, options: { showCaches?: boolean; showOffsets?: boolean }) => {
      const source = readInput(file)
      const filename = file === '-' ? '<stdin>' : file
      process.stdout.write(dis(compile(source, filename), options))
    })
}
