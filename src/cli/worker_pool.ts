/**
 * Worker threads for bulk commands. A worker runs the bundle of the commands, which serves jobs there (`serveJobs`); one that hangs or dies is replaced, and its
 * job ends as `hang`, `memory-limit` or `internal-error` while all others go on.
 */
import { availableParallelism } from 'node:os'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { doJob, type Job, type JobResult, type JobSettings } from './bulk_jobs'

interface WorkerData {
  pytracify: 'jobs'
  settings: JobSettings
}

/** What a worker says first. */
const READY = 'ready'

/** In a worker of ours: serves jobs and gives true. Anywhere else: false. */
export function serveJobs(): boolean {
  if (isMainThread || (workerData as WorkerData | null)?.pytracify !== 'jobs') return false
  const { settings } = workerData as WorkerData
  parentPort!.on('message', (job: Job) => parentPort!.postMessage(doJob(job, settings)))
  parentPort!.postMessage(READY)
  return true
}

/** The file this is part of when built: the commands. */
const bundle = import.meta.url.startsWith('file:') ? new URL(import.meta.url) : import.meta.url

/** How long a worker is left alone beyond the limit of its runs, at least, in seconds. */
const GRACE = 5

class Slot {
  private worker: Worker | null = null
  private job: Job | null = null
  private timer: NodeJS.Timeout | undefined
  private done: ((result: JobResult) => void) | null = null

  constructor(
    private readonly settings: JobSettings,
    private readonly seconds: number,
    private readonly heap: number,
  ) {}

  run(job: Job): Promise<JobResult> {
    return new Promise((resolve) => {
      this.done = resolve
      this.job = job
      if (this.worker === null) this.worker = this.start()
      else this.send(this.worker)
    })
  }

  private send(worker: Worker): void {
    this.timer = setTimeout(() => this.replace('hang', `no end within ${this.seconds} s`), this.seconds * 1000)
    worker.postMessage(this.job)
  }

  private start(): Worker {
    const data: WorkerData = { pytracify: 'jobs', settings: this.settings }
    const worker = new Worker(bundle, {
      workerData: data,
      resourceLimits: { maxOldGenerationSizeMb: this.heap },
    })
    worker.on('message', (message: JobResult | typeof READY) => {
      if (message !== READY) this.finish(message)
      else if (this.job) this.send(worker)
    })
    worker.on('error', (e: NodeJS.ErrnoException) =>
      this.replace(e.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'memory-limit' : 'internal-error', e.message),
    )
    worker.on('exit', () => this.replace('internal-error', 'the worker ended'))
    return worker
  }

  private finish(result: JobResult): void {
    clearTimeout(this.timer)
    const { done } = this
    this.done = null
    this.job = null
    done?.(result)
  }

  private replace(end: JobResult['end'], message: string): void {
    const { worker } = this
    this.worker = null
    worker?.removeAllListeners()
    // What a dying worker still says is of no interest.
    worker?.on('error', () => undefined)
    void worker?.terminate()
    this.finish({ lines: [], end, steps: 0, message })
  }

  /** Lets go of the job in progress. */
  async end(): Promise<void> {
    clearTimeout(this.timer)
    this.done = null
    this.job = null
    this.worker?.removeAllListeners()
    await this.worker?.terminate()
  }
}

export class WorkerPool {
  private readonly idle: Slot[]
  private readonly all: Slot[]
  private readonly waiting: ((slot: Slot) => void)[] = []

  constructor(size: number, settings: JobSettings, heap: number) {
    // Each recording of a job has the limit for itself.
    const { maxSeconds } = settings.run
    const seconds = maxSeconds * settings.formats.length + Math.max(GRACE, maxSeconds)
    this.all = Array.from({ length: size }, () => new Slot(settings, seconds, heap))
    this.idle = [...this.all]
  }

  async run(job: Job): Promise<JobResult> {
    const slot = this.idle.pop() ?? (await new Promise<Slot>((resolve) => this.waiting.push(resolve)))
    try {
      return await slot.run(job)
    } finally {
      const next = this.waiting.shift()
      if (next) next(slot)
      else this.idle.push(slot)
    }
  }

  async end(): Promise<void> {
    this.waiting.length = 0
    await Promise.all(this.all.map((slot) => slot.end()))
  }
}

/** One worker a core, and a core left for everything else. */
export function defaultWorkers(): number {
  return Math.max(1, availableParallelism() - 1)
}
