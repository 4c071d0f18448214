import { MemoryStore } from '../../src/history/memory-store.ts';
import { testHistoryStore } from './contract.ts';

testHistoryStore('memory', () => new MemoryStore());
