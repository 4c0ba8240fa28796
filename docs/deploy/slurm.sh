#!/bin/bash
# Twenty workers as an array job on a common disk. Put your own names for the folders, then: sbatch docs/deploy/slurm.sh
#SBATCH --job-name=livecorpus
#SBATCH --array=0-19
#SBATCH --cpus-per-task=2
#SBATCH --mem=4G
#SBATCH --time=24:00:00
#SBATCH --requeue
#SBATCH --signal=B:TERM@60
set -eu
cd "${LIVECORPUS_CLONE:-$HOME/livecorpus}"
# exec: the signal that Slurm sends a minute before the end then reaches the workers themselves.
exec npm run --silent livecorpus -- run --study "${LIVECORPUS_STUDY:-my-study}" --corpus "${LIVECORPUS_CORPUS:-corpus}" --processes 2
