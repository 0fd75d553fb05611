import fc from 'fast-check';

/** Property tests draw the same cases in every run, so that a failure is the change's and not the day's. */
fc.configureGlobal({ seed: 20_261_003 });
